// SPDX-License-Identifier: GPL-2.0-only
#include "cmd.h"

#define STATE	"/.fs_state"
#ifdef CONFIG_KNIT_SWITCH	/* where the new file system is mounted, or only looked at */
#define NEW	"/overlay"
#else
#define NEW	"/tmp/knit/new"
#endif

/**
 * state_ready() - mark a file system as good; OpenWrt reads the same link
 * @b: for messages
 * @dir: where it is mounted
 *
 * It may be done after each boot, so what is marked already is not written again.
 *
 * Return: 0, or a negative errno, with b->step.
 */
int state_ready(struct boot *b, const char *dir)
{
	char state;

	path(b, dir, STATE, NULL);
	try(b, b->path);
	if (sys_readlink(b->path, &state, 1) == 1 && state == '2')
		return 0;
	sys_unlink(b->path);
	return sys_symlink("2", b->path);
}

/**
 * mounted() - whether something is mounted
 * @b: for b->text
 * @source: what, as /proc/mounts has it
 *
 * Return: 1 if it is, else 0.
 */
int mounted(struct boot *b, const char *source)
{
	text_read(b, "/proc/mounts");
	path(b, source, " ", NULL);
	/* nothing but whether there is such a line is asked: no room for the rest of it */
	return lines_get(b->text, b->path, b->data, b->data + 1) != -ENOENT;
}

/* Mount rootfs_data, formatted if need be: so it is seen to be good. */
static int flash_mount(struct boot *b)
{
	struct mtd mtd;
	int err = jffs2_state(b, "rootfs_data", &mtd);

	if (err < 0)
		return err;
	if (err == OVERLAY_UNKNOWN)
		return -EINVAL;
	if (mounted(b, mtd_block(b, &mtd))) {
		try(b, "it is mounted");
		return -EBUSY;
	}
	err = err == OVERLAY_JFFS2 ? 0 : jffs2_format(b, &mtd, 0);
	if (err)
		return err;
	dir_make("/tmp/knit");
	try(b, "jffs2");
	return mount_at(mtd_block(b, &mtd), NEW, "jffs2", MS_NOATIME, NULL);
}

/* Go over to the flash: now, or at the next boot. */
static int flash_use(struct boot *b)
{
	int err = flash_mount(b);

	if (err)
		return err;
	err = switch_begin(b);
	if (!err)
		return switch_end(b);
	if (err > 0)
		err = state_ready(b, NEW);
	sys_umount2(NEW, MNT_DETACH);
	if (!IS_ENABLED(CONFIG_KNIT_SWITCH))
		sys_rmdir(NEW);
	if (err)
		return err;
	print("rootfs_data is ready for the next boot");
	print(JFFS2_LIMIT);
	return 0;
}

/**
 * cmd_done() - the boot was good
 * @b: for messages
 *
 * An overlay on the flash is marked as good, also below a whole root from outside. If the
 * overlay is in RAM because the flash was not formatted yet, that is done now, since it takes
 * minutes on NOR; the next boot uses it.
 *
 * Return: 0, or a negative errno, with b->step.
 */
int cmd_done(struct boot *b)
{
	const char *dir = "/overlay";
	int good;
	int err;

	cmd_show(b, LED_SHOW_DONE);
	err = switch_alone(b);
	if (err)
		return err;
	if (IS_ENABLED(CONFIG_KNIT_SWITCH) && mounted(b, SWITCH_BOTH))
		return switch_end(b);
	good = mounted(b, "overlayfs:/overlay");
	if (IS_ENABLED(CONFIG_KNIT_EXTROOT) && !good) {
		dir = "/rom/overlay";		/* a whole root has no mark of its own */
		good = mounted_on(dir);
	}
	if (good) {
		err = state_ready(b, dir);
		if (!err)
			print("marked as good\n");
		return err;
	}
	try(b, "no overlay of knit's or OpenWrt's");
	if (!mounted(b, "overlayfs:/tmp/root"))
		return -ENOENT;
	if (IS_ENABLED(CONFIG_KNIT_FLASH))
		return flash_use(b);
	try(b, "there is no flash to format");
	return -ENODEV;
}
