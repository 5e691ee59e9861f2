// SPDX-License-Identifier: GPL-2.0-only
#include "../knit.h"

#define PANIC	"/proc/sys/kernel/panic"

/*
 * Make the current directory the root. pivot_root works on a root that is no
 * rootfs, or on kernels from 7.0 on; elsewhere the new root is laid over the old,
 * which is empty then: all that is left there is the new root's mount point.
 */
static int root_switch(struct boot *b)
{
	int old = -EBADF;
	int err;

	try(b, "switching root");
	if (!on_rootfs(b) && !is_node(b)) {
		err = sys_pivot_root(".", "rom");
	} else {
		if (on_rootfs(b)) {
			if (IS_ENABLED(CONFIG_KNIT_BESIDE))
				rootfs_empty(b);
			else
				mounts_delete();
			old = file_open("/", O_RDONLY | O_DIRECTORY);
		}
		err = IS_ENABLED(CONFIG_KNIT_NULLFS) || is_node(b) ?
		      sys_pivot_root(".", ".") : -EINVAL;
		if (!err)
			err = sys_umount2(".", MNT_DETACH);
		else
			err = sys_mount(".", "/", NULL, MS_MOVE, NULL);
	}
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
static void panic_reboots(struct boot *b)
{
	if (file_read(PANIC, b->data, sizeof(b->data)) > 0 && b->data[0] == '0')
		file_write(PANIC, STRING(CONFIG_KNIT_PANIC));
}

/**
 * stage_handover() - move into the new root, if there is one, and become the real init
 * @b: the boot
 *
 * Return: only if that failed: why.
 */
int stage_handover(struct boot *b)
{
	int in_place = IS_ENABLED(CONFIG_KNIT_MODES) && !b->root[1];

	if (!in_place) {
		int err;

		/* what a hook has left behind, or one that took too long */
		if (IS_ENABLED(CONFIG_KNIT_HOOKS) && !is_node(b))
			sys_kill(-1, SIGKILL);
		if (CONFIG_KNIT_PANIC)
			panic_reboots(b);
		err = root_enter(b);
		if (err)
			return err;
	}
	detail(b, "starting the real init", in_place ? " in place" : NULL, NULL);
	report(b, 0);
	watchdog_release(b);
	/* it mounts them itself; but a root that failsafe has entered is knit's own */
	if (in_place && (!IS_ENABLED(CONFIG_KNIT_FAILSAFE_FULL) || b->failsafe != FAILSAFE_LEFT))
		mounts_drop(b);
	log_write(b);
	init_exec(b);
	return -ENOENT;
}
