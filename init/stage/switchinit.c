// SPDX-License-Identifier: GPL-2.0-only
/*
 * Process 1 when `knit switchinit` has prepared a root in RAM: stop everything, leave all
 * storage, and become the program. Documentation/switchinit.rst
 */
#include "../cmd/cmd.h"
#include "../failsafe/failsafe.h"

#define UPGRADED	"/sbin/upgraded"	/* OpenWrt's name: procd's contract */
#define STAGE2		"/lib/upgrade/stage2"	/* and its */
#define ON_ITS_WAY	"/mnt"			/* where the root in RAM is for a moment */
#define STOP_TURNS	50			/* tenths of a second, to put things away */
#define ROUNDS		4			/* mounts on mounts that were moved */
#define KEPT		6			/* mounts: see storage_leave() */

/* Kill all but the network's programs; in the end nobody else is left. */
static int others_kill(struct boot *b, const char *dir, const char *name)
{
	char comm[32];
	u32 pid;
	int n;

	if (*number(name, 10, &pid) || pid == 1)
		return 0;
	n = file_read(path(b, dir, "/", name, "/comm", NULL), comm, sizeof(comm));
	if (n <= 0)
		return 0;
	comm[n - 1] = '\0';
	if (!cmdline_get(b->data, comm))
		sys_kill(pid, SIGKILL);
	return 0;
}

/*
 * Signal everybody, and wait until nobody is left: whoever is not in the kernel descends from
 * process 1, which has no child then.
 */
static void stop(struct boot *b, int sig)
{
	static const struct __kernel_timespec tenth = { .tv_nsec = 100000000 };
	unsigned int turns = STOP_TURNS;
	int n;

	if (sig)
		sys_kill(-1, sig);
	do {
		if (!sig)
			dir_each(b, "/proc", others_kill);
		watchdog_feed(b);
		sys_rt_sigtimedwait(&b->none, NULL, &tenth, sizeof(b->none));
		while ((n = sys_wait4(-1, NULL, WNOHANG, NULL)) > 0)
			;
	} while (!n && --turns);
}

static void stop_all(struct boot *b)
{
	if (file_open("net", O_RDONLY) >= 0) {
		/* asked to end, they would take the addresses away */
		join(b->data, b->data + sizeof(b->data) - 1, CONFIG_KNIT_SWITCHINIT_NET, NULL);
		cmdline_split(b->data);
		stop(b, 0);
	} else {
		stop(b, SIGTERM);
		stop(b, SIGKILL);
	}
}

static __noinline int remount(const char *at, unsigned long flags)
{
	return sys_mount(NULL, at, NULL, MS_REMOUNT | flags, NULL);
}

/*
 * Unmount all but the root, and what the new one is to have. What is still in use in the
 * end, by a process that cannot be killed, is read-only at least, and out of sight.
 */
static void storage_leave(struct boot *b)
{
	static const char kept[] = "/\0/proc\0/sys\0/dev\0" ON_ITS_WAY "\0" ON_ITS_WAY "/tmp\0";
	int pass;

	for (pass = ROUNDS; pass--;) {
		int left = text_read(b, "/proc/mounts");

		while (left > 0) {
			char *at = mounts_last(b->text, &left);

			if (words_index(kept, at) < KEPT)
				continue;
			remount(at, MS_RDONLY);
			sys_umount2(at, pass ? 0 : MNT_DETACH);
		}
	}
}

/*
 * Out of the prefix into which procd has put us, to where all else is. Its current
 * directory is there already, that of knit's own failsafe is inside: both lead up.
 */
static void root_escape(void)
{
	sys_chroot("/rom");
	sys_chdir("../../../../../../../..");
	sys_chroot(".");
}

/* The old root, as the last: what lay below an overlay goes with it. */
static void root_leave(struct boot *b)
{
	remount("/rom", MS_RDONLY);
	if (sys_umount2("/rom", 0) == -EBUSY) {
		detail(b, "the old root is still in use", NULL);
		report(b, 0);
		sys_umount2("/rom", MNT_DETACH);
	}
	sys_rmdir("/rom");
}

/* Move into the root in RAM, with /tmp and what may lie there, and let all storage go. */
static int ramroot_enter(struct boot *b)
{
	int err = mount_at(".", ON_ITS_WAY, NULL, MS_MOVE, NULL);

	try(b, ON_ITS_WAY);
	if (err)
		return err;
	/* `umount -r` of a shutdown script may have had its way with both */
	remount(ON_ITS_WAY, 0);
	mount_at("/tmp", ON_ITS_WAY "/tmp", NULL, MS_MOVE, NULL);
	remount(ON_ITS_WAY "/tmp", 0);
	/* what it may have unmounted; proc would be mounted once more */
	sys_umount2("/proc", MNT_DETACH);
	mounts_early(b);
	console_take("/dev/console");
	swap_leave(b);	/* it is storage that is written to, and nobody needs it now */
	storage_leave(b);
	mode_find(b);		/* for b->rootfs: what to do with the old root */
	b->root = ON_ITS_WAY;
	b->rom = ON_ITS_WAY;
	err = root_enter(b);
	if (err)
		return err;
	root_leave(b);
	return 0;
}

/* procd's open watchdog, which it is to go on to the program as well. 0: there is none. */
static int watchdog_passed(struct boot *b)
{
	u32 fd = 0;
	char **e;

	for (e = b->envp; *e; e++) {
		const char *s = after(*e, "WDTFD=");

		if (s)
			number(s, 10, &fd);
	}
	return fd;
}

/* The program, with all that it was given. */
static int program_exec(struct boot *b, int passed)
{
	int left = file_read(KNIT_REQUEST, b->text, sizeof(b->text));
	char *s = b->text;
	char **argv = b->words;

	try(b, KNIT_REQUEST);
	if (left < 0)
		return left;
	for (; s < b->text + left && argv < b->words + ARRAY_SIZE(b->words) - 1;
	     s += strlen(s) + 1)
		*argv++ = s;
	*argv = NULL;
	sys_unlink(KNIT_REQUEST);
	try(b, b->text);
	if (!ramroot_find(b, b->text, "/"))
		return -ENOENT;
	detail(b, "becoming ", b->path, NULL);
	report(b, 0);
	if (!passed)
		watchdog_release(b);
	sys_rt_sigprocmask(SIG_SETMASK, &b->none, NULL, sizeof(b->none));
	try(b, b->path);
	return sys_execve(b->path, b->words, environment(b));
}

/* What OpenWrt's sysupgrade script has prepared, in a child; it stops all the others itself. */
static int stage2(struct boot *b)
{
	b->argv[0] = STAGE2;
	sys_chdir("/");
	sys_rt_sigprocmask(SIG_SETMASK, &b->none, NULL, sizeof(b->none));
	return sys_execve(STAGE2, b->argv, b->envp);
}

/* Apart from the test for it, which each boot makes: see arch/knit-apart.lds. */
static __noinline int switchinit_take(struct boot *b)
{
	int passed;
	int err;

	b->rom = "/";
	root_escape();
	passed = watchdog_passed(b);
	b->watchdog = passed;
	if (!passed)
		watchdog_open(b);
	try(b, STAGE2);
	sys_chdir(KNIT_RAMROOT);
	if (file_open(KNIT_REQUEST, O_RDONLY) < 0) {
		err = child_run(b, stage2, FOREVER);
		b->flags = LINUX_REBOOT_CMD_RESTART;
		child_run(b, restart, FEED);
		return err ?: -EIO;	/* it does not even restart */
	}
	stop_all(b);
	err = ramroot_enter(b);
	if (err)
		return err;
	b->rom = NULL;	/* for failsafe: knit's own console */
	return program_exec(b, passed);
}

/**
 * stage_switchinit() - take the old init's place, and give it to the program
 * @b: the boot
 *
 * Started by whatever name on a system that runs, knit becomes its copy in the root in RAM.
 * The name of that is procd's, whose own way leads straight there.
 *
 * Return: 1 if nobody has asked for it; else only if it failed: a negative errno, with
 * b->step. There is a root then, be it the old one.
 */
int stage_switchinit(struct boot *b)
{
	static char *const argv[] = { UPGRADED, NULL };

	if (!strcmp(b->argv[0], UPGRADED))
		return switchinit_take(b);
	sys_execve(KNIT_RAMROOT UPGRADED, argv, b->envp);
	return 1;
}
