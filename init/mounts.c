// SPDX-License-Identifier: GPL-2.0-only
#include "knit.h"

/**
 * dir_make() - make a directory for everybody to look into
 * @path: the directory
 *
 * Return: 0, or a negative errno.
 */
int dir_make(const char *path)
{
	return sys_mkdir(path, 0755);
}

/**
 * mount_at() - mount on a directory, which is made if it is missing
 * @source: what
 * @target: where
 * @type: file-system type
 * @flags: MS_…
 * @data: options for the file system
 *
 * Return: 0, or a negative errno.
 */
int mount_at(const char *source, const char *target, const char *type,
	     unsigned long flags, const char *data)
{
	sys_mkdir(target, 0755);
	return sys_mount(source, target, type, flags, data);
}

/* What moves from root to root, in this order; OpenWrt's names. */
static const char mounts[][9] = {
	"/proc", "/sys", "/dev", "/tmp", "/rom", "/overlay", "/mnt",
};

#define MOUNTS_TMP	3	/* index of /tmp */
#define MOUNTS_EARLY	4	/* those before /rom */
#define MOUNTS_MOVED	6	/* those before /mnt, where the new root hangs */

/* The first of them. Flags as OpenWrt's init and Debian's initramfs use them; they fit a byte. */
static const struct early {
	char type[9];
	u8 flags;
} earlies[] = {
	{ "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC },
	{ "sysfs", MS_NOSUID | MS_NODEV | MS_NOEXEC },
	{ "devtmpfs", MS_NOSUID | MS_NOEXEC },
	{ "tmpfs", MS_NOSUID | MS_NODEV },
};

#define EARLY_DEV	4	/* bit of /dev in b->mounted */
#define EARLY_LAST	8

/**
 * mounts_early() - mount /proc, /sys, /dev and /tmp
 * @b: the boot; b->mounted tells which of them were not there yet
 *
 * The kernel refuses to mount the same thing twice on one place, but not /tmp, which
 * is a new one each time: if knit has mounted them it does not so again.
 *
 * Return: 0, or the errno of the last that failed, with b->step.
 */
int mounts_early(struct boot *b)
{
	const struct early *m = earlies;
	const char *dir = mounts[0];
	unsigned int bit = 1;
	int result = 0;

	if (IS_ENABLED(CONFIG_KNIT_MODES) && b->mounted)
		return 0;
	for (; bit <= EARLY_LAST; bit <<= 1, m++, dir += sizeof(mounts[0])) {
		int err = mount_at(m->type, dir, m->type, m->flags, NULL);

		if (err && err != -EBUSY) {
			try(b, dir);
			result = err;
			if (IS_ENABLED(CONFIG_KNIT_NODES) && bit == EARLY_DEV)
				err = mount_at(m[1].type, dir, m[1].type, m->flags, "mode=0755");
			if (IS_ENABLED(CONFIG_KNIT_NODES) && !err)
				nodes_make(b);
		}
		if (!err)
			b->mounted |= bit;
	}
	return result;
}

/**
 * mounts_drop() - undo mounts_early(), for a real init that mounts them itself
 * @b: the boot
 */
void mounts_drop(struct boot *b)
{
	unsigned int i;

	for (i = ARRAY_SIZE(earlies); i--;)
		if (b->mounted & 1 << i)
			sys_umount2(mounts[i], MNT_DETACH);
	b->mounted = 0;
}

/**
 * mounts_move() - take the mounts along into another root
 * @b: the boot
 * @to: where that root is to be seen now; /rom and /overlay go into an overlay only
 *
 * A mount point that is missing there is made where it can be; a mount that finds
 * none stays behind, which is said.
 */
void mounts_move(struct boot *b, const char *to)
{
	unsigned int n = to == b->rom || is_node(b) ? MOUNTS_EARLY : MOUNTS_MOVED;
	const char *dir = mounts[0];

	do {
		path(b, to, (IS_ENABLED(CONFIG_KNIT_ROOT) || IS_ENABLED(CONFIG_KNIT_NODE)) &&
		     dir == mounts[MOUNTS_TMP] ? b->tmp : dir, NULL);
		if (sys_mount(dir, b->path, NULL, MS_MOVE, NULL) == -ENOENT &&
		    mount_at(dir, b->path, NULL, MS_MOVE, NULL)) {
			try(b, dir);
			detail(b, "no directory for a mount", NULL);
			report(b, -ENOENT);
		}
		dir += sizeof(mounts[0]);
	} while (--n);
}

#if defined(CONFIG_KNIT_MOUNTS) || defined(CONFIG_KNIT_EXTROOT)
/**
 * mounted_on() - whether something is mounted on a directory
 * @dir: the directory
 *
 * A server that is away is not asked.
 *
 * Return: not 0 if so.
 */
int mounted_on(const char *dir)
{
	struct statx st;

	return !sys_statx(AT_FDCWD, dir, AT_STATX_DONT_SYNC, 0, &st) &&
	       st.stx_attributes & STATX_ATTR_MOUNT_ROOT;
}
#endif

#ifdef CONFIG_KNIT_RUN
/**
 * mounts_bind() - lend the early mounts to a root that is not yet the root
 * @b: the boot
 * @on: 1: do it, 0: undo it
 */
void mounts_bind(struct boot *b, int on)
{
	unsigned int i;

	for (i = 0; i < MOUNTS_EARLY; i++) {
		path(b, b->root, mounts[i], NULL);
		if (on)
			sys_mount(mounts[i], b->path, NULL, MS_BIND, NULL);
		else
			sys_umount2(b->path, MNT_DETACH);
	}
}
#endif

/**
 * mounts_delete() - take away what knit made in the cpio's root, and knit itself
 *
 * That is all there is in a cpio that holds knit alone (see empty.c). What something
 * is still mounted on stays.
 */
void mounts_delete(void)
{
	unsigned int i;

	sys_unlink("/init");
	sys_unlink("/dev/console");
	for (i = 0; i < ARRAY_SIZE(mounts); i++)
		sys_rmdir(mounts[i]);
}
