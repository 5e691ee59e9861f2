// SPDX-License-Identifier: GPL-2.0-only
/* firstboot [-y] [-r] [-k], with OpenWrt's options: back to what was flashed. */
#include "cmd.h"

#include <mtd/ubi-user.h>

#define ANSWER_MAX	8
#define LOOK		"/tmp/knit/look"	/* where a disk is mounted meanwhile */

/* Nothing is lost without a word of assent. */
static int asked(void)
{
	char answer[ANSWER_MAX];

	print("This erases all settings and all that was installed. Are you sure? [N/y] ");
	return sys_read(0, answer, sizeof(answer)) > 0 && (answer[0] | 0x20) == 'y';
}

/* While it is in use it is marked; the next boot empties it before it is used. */
static int mark(struct boot *b, const char *dir)
{
	static const char new[] = ".fs_new";
	int err = sys_chdir(dir);

	try(b, dir);
	sys_unlink(new);
	if (!err)
		err = sys_symlink(b->keep ? "4" : "3", new);
	if (!err)
		err = sys_rename(new, ".fs_state");
	if (err)
		return err;
	sys_sync();
	say(b, "from the next boot on", NULL);
	return 0;
}

/* A volume of no bytes: the kernel makes a new UBIFS of it. */
static int ubi_reset(struct boot *b)
{
	static const __s64 none;
	int fd = file_open(b->path, O_RDWR);
	int err = fd < 0 ? fd : sys_ioctl(fd, UBI_IOCVOLUP, &none);

	sys_close(fd);
	return err;
}

/* Empty a disk's file system. */
static int disk_reset(struct boot *b)
{
	int err = block_type(b);

	if (!err)
		err = mount_at(b->path, LOOK, b->type, MS_NOATIME, NULL);
	if (err)
		return err;
	err = tree_empty(b, LOOK);
	sys_chdir("/");
	sys_umount2(LOOK, 0);
	sys_rmdir(LOOK);
	return err;
}

/* Where it is not in use: now. */
static int reset_now(struct boot *b)
{
	struct mtd mtd;
	int err = -ENODEV;

	try(b, "rootfs_data");
	if (IS_ENABLED(CONFIG_KNIT_FLASH) && !mtd_find(b, "rootfs_data", &mtd)) {
		if (mounted(b, mtd_block(b, &mtd)))
			return -EBUSY;
		err = jffs2_format(b, &mtd, 1);
	} else if (IS_ENABLED(CONFIG_KNIT_OVERLAY_UBIFS) && !ubi_find(b, "rootfs_data")) {
		err = ubi_reset(b);
	} else if (IS_ENABLED(CONFIG_KNIT_OVERLAY_BLOCK) &&
		   !block_find(b, "rootfs_data")) {
		err = disk_reset(b);
	}
	if (!err)
		say(b, "done", NULL);
	return err;
}

/*
 * The writable half of the flash, wherever it is: below an external root, in use, or not. What
 * was flashed has no external root, so that is left alone: its mark is extroot.c's.
 */
static int reset(struct boot *b)
{
	if (IS_ENABLED(CONFIG_KNIT_EXTROOT) && mounted_on("/rom/overlay"))
		return mark(b, "/rom/overlay");
	if (mounted(b, "overlayfs:/overlay") &&
	    (!IS_ENABLED(CONFIG_KNIT_EXTROOT) ||
	     file_open("/overlay/etc/.extroot-uuid", O_RDONLY) < 0))
		return mark(b, "/overlay");
	return reset_now(b);
}

/**
 * cmd_firstboot() - back to the state after flashing, at the next boot at the latest
 * @b: b->argv: -y asks nothing, -r restarts the machine, -k keeps /sysupgrade.tgz
 *
 * Return: 0, -ECANCELED, or another negative errno, with b->step.
 */
int cmd_firstboot(struct boot *b)
{
	static char *const reboot[] = { "/sbin/reboot", NULL };
	int restart = 0;
	int yes = 0;
	int err;

	for (; *b->argv; b->argv++) {
		char option = b->argv[0][0] == '-' ? b->argv[0][1] : 0;

		try(b, *b->argv);
		if (option == 'y')
			yes = 1;
		else if (option == 'r')
			restart = 1;
		else if (option == 'k')
			b->keep = 1;
		else
			return -EINVAL;
	}
	try(b, "nothing was erased");
	if (!yes && !asked())
		return -ECANCELED;
	err = reset(b);
	if (err || !restart)
		return err;
	sys_sync();
	return sys_execve(reboot[0], reboot, b->envp);
}
