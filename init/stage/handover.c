// SPDX-License-Identifier: GPL-2.0-only
#include "../knit.h"

/*
 * Make the current directory the root. pivot_root works on a root that is no
 * rootfs, or on kernels from 7.0 on; elsewhere the new root is laid over the old,
 * which is empty then: all that is left there is the new root's mount point.
 */
static int root_switch(struct boot *b)
{
	int old;
	int err;

	try(b, "switching root");
	if (!on_rootfs(b)) {
		err = sys_pivot_root(".", "rom");
		return err ?: sys_chroot(".");
	}
	if (IS_ENABLED(CONFIG_KNIT_BESIDE))
		rootfs_empty(b);
	else
		mounts_delete();
	old = file_open("/", O_RDONLY | O_DIRECTORY);
	err = IS_ENABLED(CONFIG_KNIT_NULLFS) ? sys_pivot_root(".", ".") : -EINVAL;
	if (!err)
		err = sys_umount2(".", MNT_DETACH);
	else
		err = sys_mount(".", "/", NULL, MS_MOVE, NULL);
	if (!err)
		err = sys_chroot(".");
	/* the last folder, on which the new root was mounted; the exec closes the old */
	if (!err)
		sys_unlinkat(old, b->root + 1, AT_REMOVEDIR);
	return err;
}

/**
 * root_enter() - make b->root the root, with all that is mounted
 * @b: the boot; b->rom becomes what failsafe would find as such
 *
 * Return: 0, or a negative errno, with b->step.
 */
int root_enter(struct boot *b)
{
	int bare = b->root == b->rom;
	int err;

	mounts_move(b, b->root);
	b->rom = b->root;	/* for failsafe: all that was moved is there */
	try(b, b->root);
	err = sys_chdir(b->root);
	if (!err)
		err = root_switch(b);
	if (!err)
		b->rom = bare ? "/" : "/rom";
	return err;
}

/* The machine shall come back by itself if the real init dies: a panic is what follows. */
static void panic_reboots(void)
{
	int fd = file_open("/proc/sys/kernel/panic", O_RDWR);
	char now = 0;

	sys_read(fd, &now, 1);
	if (now == '0') {
		sys_lseek(fd, 0, 0);	/* the kernel takes no number behind a place */
		sys_write(fd, STRING(CONFIG_KNIT_PANIC), sizeof(STRING(CONFIG_KNIT_PANIC)) - 1);
	}
	sys_close(fd);
}

/* Become the real init of the root that is there. */
static int in_place(struct boot *b)
{
	detail(b, "starting the real init in place", NULL);
	report(b, 0);
	watchdog_release(b);
	/* a root that failsafe has entered is knit's own */
	if (!IS_ENABLED(CONFIG_KNIT_FAILSAFE_FULL) || b->failsafe != FAILSAFE_LEFT)
		mounts_drop(b);
	log_write(b);
	b->rom = "/";
	init_exec(b);
	return -ENOENT;
}

/**
 * stage_handover() - move into the new root, if there is one, and become the real init
 * @b: the boot
 *
 * Return: only if that failed: why.
 */
int stage_handover(struct boot *b)
{
	int err;

	if (IS_ENABLED(CONFIG_KNIT_MODES) && !b->root[1])
		return in_place(b);	/* with init=, an overlay is missing */
	if (CONFIG_KNIT_PANIC)
		panic_reboots();
	err = root_enter(b);
	if (err)
		return err;
	detail(b, "starting the real init", NULL);
	report(b, 0);
	log_write(b);
	watchdog_release(b);
	init_exec(b);
	return -ENOENT;
}
