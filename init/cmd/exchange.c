// SPDX-License-Identifier: GPL-2.0-only
#include "cmd.h"

#include <linux/sched.h>

#define OUT	"/rom"	/* where the old root is for a moment; what belongs there comes last */

/*
 * While mounts are on their way, nobody else shall look for them: where there is one CPU,
 * nobody does. Nor shall somebody's Ctrl-C leave them there.
 */
static void alone(int is)
{
	static const struct sigset all = { { ~0ul } };

	sys_sched_setscheduler(0, is ? SCHED_FIFO : SCHED_NORMAL, &is);
	sys_rt_sigprocmask(is ? SIG_BLOCK : SIG_UNBLOCK, &all, NULL, sizeof(all));
}

/*
 * Move all that was mounted on the root's own folders from the old root, which is the
 * current directory, to the new one. What is mounted on those goes along. b->text is the
 * /proc/self/mountinfo of before.
 */
static void mounts_follow(struct boot *b)
{
	u32 root = 0;
	u32 parent;
	u32 id;
	char *s;
	char *next;

	for (s = b->text; *s; s = (char *)line_next(s))
		if (!strncmp(mountinfo_get(s, &id, &parent), "/ ", 2))
			root = id;
	for (s = b->text; *s; s = next) {
		char *dir = (char *)mountinfo_get(s, &id, &parent);

		next = (char *)line_next(s);
		if (parent != root || id == root)
			continue;
		for (s = dir; *s && *s != ' '; s++)
			;
		*s = '\0';
		/* EINVAL: /tmp was moved, and so was what hung on /mnt, the new root */
		if (sys_mount(dir + 1, dir, NULL, MS_MOVE, NULL) != -ENOENT)
			continue;
		print(dir);
		print(" stays");
		print(" in the old root\n");
	}
}

/**
 * root_exchange() - put what hangs on /mnt in the place of the running system's root
 * @b: for messages
 * @old: where the old root is to be seen
 *
 * Processes whose root or current directory was the root are in the new one. What they
 * have open, and other current directories, stay in the old one.
 *
 * Return: 0, or a negative errno, with b->step; then nothing has changed. The current
 * directory is /overlay.
 */
int root_exchange(struct boot *b, const char *old)
{
	int err = text_read(b, "/proc/self/mountinfo");

	dir_make(old);
	sys_chdir("/mnt");
	try(b, "exchanging the root");
	alone(1);
	if (err >= 0)
		err = sys_pivot_root(".", &OUT[1]);
	if (err) {
		sys_umount2("/mnt", MNT_DETACH);
	} else {
		sys_mount(OUT "/tmp", "/tmp", NULL, MS_MOVE, NULL);
		sys_mount(OUT, old, NULL, MS_MOVE, NULL);
		sys_chdir(old);
		mounts_follow(b);
	}
	sys_chdir("/overlay");
	alone(0);
	return err;
}
