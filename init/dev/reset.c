// SPDX-License-Identifier: GPL-2.0-only
/* Back to what was flashed: the writable file system is emptied before it is used again. */
#include "../fmt/fmt.h"

#define STATE_RESET	'3'	/* .fs_state: whatever OpenWrt does not know it wipes as well */
#define STATE_KEEP	'4'	/* the same, but for the archive of the configuration */

/* All goes but what a new file system has, and what tells that this is to become one. */
static int entry_drop(struct boot *b, unsigned int type)
{
	const char *name = b->text + 2;		/* behind "./" */

	if (!strcmp(name, "lost+found") || !strcmp(name, ".fs_state") ||
	    (b->keep && !strcmp(name, "sysupgrade.tgz")))
		return 0;
	return tree_delete(b, type);
}

/**
 * tree_empty() - empty a file system
 * @b: the boot; b->keep: but for the archive of the configuration
 * @dir: where it is mounted; it becomes the current directory
 *
 * The order is any, .fs_state goes last: if the power is cut, it begins anew.
 *
 * Return: 0, or a negative errno.
 */
int tree_empty(struct boot *b, const char *dir)
{
	int err = sys_chdir(dir);

	if (err)
		return err;
	if (b->keep)
		sys_rename("upper/sysupgrade.tgz", "sysupgrade.tgz");
	err = tree_walk(b, ".", entry_drop);
	if (!err)
		sys_unlink(".fs_state");	/* what was not mounted before may have none */
	return err;
}

/**
 * reset_state() - whether somebody wants the writable file system emptied
 * @b: the boot; b->keep is set
 * @dir: where it is mounted
 *
 * Return: 1 if so, else 0.
 */
int reset_state(struct boot *b, const char *dir)
{
	char state = 0;

	sys_readlink(path(b, dir, "/.fs_state", NULL), &state, 1);
	b->keep = state == STATE_KEEP;
	return state == STATE_RESET || b->keep;
}

/*
 * The flash, as an image has it: unformatted. jffs2 must not be mounted any more, since
 * what it would still write comes to lie between the erased blocks.
 */
static int flash_reset(struct boot *b, const char *dir)
{
	struct mtd mtd;
	int err = sys_umount2(dir, 0);

	if (!err)
		err = mtd_find(b, overlay_name(b), &mtd);
	if (!err)
		err = jffs2_format(b, &mtd, 1);
	return err ?: -ENODATA;
}

/**
 * overlay_reset() - do what reset_state() has found
 * @b: the boot; b->type is the file system's
 * @dir: where it is mounted
 *
 * Return: 0 if it is mounted still, and empty; -ENODATA if it is erased flash now, or
 * another negative errno.
 */
int overlay_reset(struct boot *b, const char *dir)
{
	if (IS_ENABLED(CONFIG_KNIT_FLASH) && !b->keep && !strcmp(b->type, "jffs2"))
		return flash_reset(b, dir);
	return tree_empty(b, dir);
}
