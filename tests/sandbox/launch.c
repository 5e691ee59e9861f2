// SPDX-License-Identifier: GPL-2.0-only
/*
 * usage: launch CONTROL TEMPLATE STAGE CONSOLE PROGRAM [ARG...]
 *
 * TEMPLATE holds proc/ sys/ dev/, jffs2/ if there is one, and root/ (becomes the root
 * file system in RAM) or root.squashfs. They are copied to a tmpfs on the empty
 * directory STAGE. CONSOLE is a terminal.
 *
 * CONSOLE may be two, with a comma: the second becomes dev/second if that is there.
 *
 * CONTROL is a socket, as the number of its descriptor. What goes out are lines:
 * `pid N` once all is ready, and then, in one message, how PID 1 ended and `left NAME`
 * for each name in the root file system in RAM that it was given. A byte that comes
 * in is 0 to start the program (so that strace can be attached before), else the
 * number of a signal for it; the socket's end ends all.
 */
#include "launch.h"

#include <dirent.h>
#include <linux/capability.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>

static int control = 2;

void die(const char *what)
{
	dprintf(control, "launch: %s: %s\n", what, strerror(errno));
	exit(1);
}

/* Never freed: there are a dozen of them. */
static const char *in(const char *stage, const char *name)
{
	char *path;

	if (asprintf(&path, "%s/%s", stage, name) < 0)
		die("memory");
	return path;
}

/* A terminal's node works only where it is, so it is bound over a file. */
static void console_bind(const char *stage, const char *name, const char *console)
{
	const char *path = in(stage, name);

	if (!access(path, F_OK) && mount(console, path, NULL, MS_BIND, NULL))
		die(path);
}

static void stage_make(const char *template, const char *stage, const char *console,
		       const char *second)
{
	const char *root = in(stage, "root");
	const char *disk = in(stage, "root.img");
	int squashfs = !access(in(template, "root.squashfs"), F_OK);

	if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL))
		die("making the mounts private");
	if (mount("stage", stage, "tmpfs", 0, "mode=0755"))
		die(stage);
	tree_copy(template, stage);
	tree_loops(stage);
	if (mknod(in(stage, "dev/null"), S_IFCHR | 0666, makedev(1, 3)) && errno != EEXIST)
		die("/dev/null");
	console_bind(stage, "dev/console", console);
	console_bind(stage, "dev/kmsg", console);
	if (second)
		console_bind(stage, "dev/second", second);
	if (squashfs) {
		if (mkdir(root, 0755))
			die(root);
		loop_node(in(stage, "root.squashfs"), disk);
		if (mount(disk, root, "squashfs", MS_RDONLY, NULL))
			die("root.squashfs");
	} else {
		/* the root is a mount, as the kernel's own is */
		if (mount("rootfs", root, "tmpfs", 0, "mode=0755"))
			die(root);
		tree_copy(in(template, "root"), root);
	}
}

/* /proc/self and /proc/mounts are real; a process of the namespace must be there. */
static void proc_mount(const char *stage)
{
	const char *real = in(stage, "proc/.real");

	if (mkdir(real, 0755) || mount("proc", real, "proc", 0, NULL))
		die(real);
}

/* What is done here counts for strace's when=, so it is little. */
static void become(const char *root, const char *console, int parent, char **argv)
{
	static const int drop[] = { CAP_SYS_MODULE, CAP_SYS_TIME, CAP_SYS_RAWIO, CAP_SYSLOG };
	static char *const envp[] = { "HOME=/", "TERM=linux", NULL };
	sigset_t none;
	int listener;
	int fd;
	size_t i;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	for (i = 0; i < ARRAY_SIZE(drop); i++)
		prctl(PR_CAPBSET_DROP, drop[i]);
	fd = open(console, O_RDWR | O_NOCTTY);
	for (i = 0; i < 3; i++)
		dup2(fd, i);
	if (chroot(root) || chdir("/"))
		die(root);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	listener = kernel_filter();
	if (listener < 0 || send(parent, &listener, sizeof(listener), 0) < 0 ||
	    recv(parent, &fd, 1, 0) < 1)
		die("seccomp: the sandbox needs its user notification (kernel 5.5)");
	close_range(3, ~0u, 0);
	execve(argv[0], argv, envp);
	_exit(126);
}

/* What is still in the old root, which may lie below the new one. */
static void names(char *text, size_t size, int root)
{
	DIR *d = fdopendir(root);
	struct dirent *e;
	size_t at = 0;

	while (d && (e = readdir(d)) && at < size)
		if (strcmp(e->d_name, ".") && strcmp(e->d_name, ".."))
			at += snprintf(text + at, size - at, "left %s\n", e->d_name);
}

static void ended(pid_t pid, int root)
{
	char left[1024] = "";
	int status;

	if (waitpid(pid, &status, 0) != pid)
		die("waitpid");
	names(left, sizeof(left), root);
	if (WIFSIGNALED(status))
		dprintf(control, "signal %d\n%s", WTERMSIG(status), left);
	else
		dprintf(control, "exit %d\n%s", WEXITSTATUS(status), left);
}

static void serve(pid_t pid, int pidfd, int listener, int child, const char *stage, int root)
{
	struct pollfd p[3] = {
		{ .fd = pidfd, .events = POLLIN }, { .fd = control, .events = POLLIN },
		{ .fd = listener, .events = POLLIN },
	};
	unsigned char sig;

	while (poll(p, 3, kernel_timeout()) >= 0 && !p[0].revents) {
		if (p[1].revents) {
			if (read(control, &sig, 1) != 1)
				sig = SIGKILL;
			if (!sig)
				send(child, "", 1, 0);
			kill(pid, sig ? sig : SIGCONT);
			if (sig == SIGKILL)
				break;
		}
		if (p[2].revents & POLLIN)
			kernel_answer(listener, stage);
		else if (p[2].revents)
			p[2].fd = -1;
		kernel_late(listener, stage);
	}
	ended(pid, root);
}

int main(int argc, char **argv)
{
	int pair[2];
	char *second;
	int number;
	int pidfd;
	int root;
	pid_t pid;

	if (argc < 6)
		return 2;
	control = atoi(*++argv);
	second = argv[3];
	strsep(&second, ",");
	if (unshare(CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWUTS | CLONE_NEWIPC))
		die("namespaces: the sandbox needs to be root, with all capabilities");
	stage_make(argv[1], argv[2], argv[3], second);
	root = open(in(argv[2], "root"), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair))
		die("socketpair");
	pid = fork();
	if (pid < 0)
		die("fork");
	if (!pid)
		become(in(argv[2], "root"), argv[3], pair[1], argv + 4);
	close(pair[1]);
	proc_mount(argv[2]);
	pidfd = syscall(SYS_pidfd_open, pid, 0);
	if (pidfd < 0 || recv(pair[0], &number, sizeof(number), 0) != sizeof(number))
		die("the child");
	number = syscall(SYS_pidfd_getfd, pidfd, number, 0);
	if (number < 0)
		die("pidfd_getfd");
	/* who attaches to a process that is stopped misses none of its calls */
	if (kill(pid, SIGSTOP) || waitpid(pid, NULL, WUNTRACED) != pid)
		die("stopping the child");
	dprintf(control, "pid %d\n", pid);
	serve(pid, pidfd, number, pair[0], argv[2], root);
	return 0;
}
