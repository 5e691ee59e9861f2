// SPDX-License-Identifier: GPL-2.0-only
/*
 * What comes after knit: as the real init it tells how it was started and what is
 * left, then ends; as the failsafe shell (-sh) it tells the same of itself and stays,
 * until a line `exit N` tells it to end; as `sh -c` it finds nothing to run. Built with
 * nolibc. It makes none of knit's calls where it matters: strace's injected faults go on
 * counting in it.
 */
#define NODE	"/run/walt/rootfs/mnt"	/* of a node: what its root is made of */

static void out(const char *a, const char *b, const char *c)
{
	struct iovec {
		const char *base;
		unsigned long len;
	} v[3] = { { a, strlen(a) }, { b, strlen(b) }, { c, strlen(c) } };

	my_syscall3(__NR_writev, 1, v, 3);
}

static void strings(const char *what, char **list)
{
	for (; *list; list++)
		out(what, *list, "\n");
}

static void number(const char *what, const char *name)
{
	out(what, name, "\n");
}

/* Which descriptors are open. */
static void descriptors(void)
{
	int fd;

	for (fd = 0; fd < 32; fd++)
		if (my_syscall2(__NR_fcntl, fd, 1 /* F_GETFD */) >= 0)
			number("fd ", itoa(fd));
}

/* The lines of a file. */
static void file(const char *what, const char *path)
{
	static char buf[16384];
	int fd = my_syscall3(__NR_open, path, 0, 0);
	int n = fd < 0 ? 0 : my_syscall4(__NR_pread64, fd, buf, sizeof(buf) - 1, 0);
	char *line;
	char *end;

	buf[n > 0 ? n : 0] = '\0';
	for (line = buf; line && *line; line = end) {
		end = strchr(line, '\n');
		if (end)
			*end++ = '\0';
		out(what, line, "\n");
	}
	if (fd > 2)
		my_syscall1(__NR_close, fd);
}

/* Which signals are blocked; /proc may be gone. */
static void signals(void)
{
	unsigned long set[2] = { 0 };
	int sig;

	my_syscall4(__NR_rt_sigprocmask, 0, NULL, set, 8);
	for (sig = 1; sig <= 64; sig++)
		if (set[0] >> (sig - 1) & 1)
			number("blocked ", itoa(sig));
}

static void exists(const char *path)
{
	out("path ", path, my_syscall2(__NR_access, path, 0) ? " no\n" : " yes\n");
}

/* Other processes; the test's namespace has few. */
static void processes(void)
{
	int pid;

	for (pid = 2; pid < 64; pid++)
		if (!my_syscall2(__NR_kill, pid, 0))
			number("process ", itoa(pid));
}

static void failsafe(char **envp)
{
	char line[64];
	struct iovec {
		char *base;
		unsigned long len;
	} v = { line, sizeof(line) - 1 };
	int session = -1;
	int n;

	descriptors();
	strings("env ", envp);
	signals();
	my_syscall3(__NR_ioctl, 0, 0x5429 /* TIOCGSID */, &session);
	number("terminal ", session == my_syscall0(__NR_getpid) ? "own" : "none");
	out("witness: shell", "", "\n");
	while ((n = my_syscall3(__NR_readv, 0, &v, 1)) > 0) {
		line[n] = '\0';
		if (!strncmp(line, "exit ", 5))
			my_syscall1(__NR_exit, atoi(line + 5));
	}
	my_syscall1(__NR_exit, 1);
}

int main(int argc, char **argv, char **envp)
{
	if (argv[0][0] == '-')
		failsafe(envp);
	if (argc > 1 && !strcmp(argv[1], "-c"))
		return 127;	/* a shell that does not find the program */
	out("witness: begin", "", "\n");
	processes();
	descriptors();
	strings("arg ", argv);
	strings("env ", envp);
	signals();
	file("mount ", "/proc/self/mounts");
	file("panic ", "/proc/sys/kernel/panic");
	file("log ", "/tmp/knit/boot.log");
	file("log ", "/run/knit/boot.log");
	file("told ", "/bin/walt-env");
	file("server ", NODE "/nfsroot/bin/walt-env");
	file("changed ", NODE "/fs_rw/bin/walt-env");
	file("persist ", "/persist/mark");
	exists("/init");
	exists("/tmp/root/upper");
	out("witness: init", "", "\n");
	return 42;
}
