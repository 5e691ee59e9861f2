// SPDX-License-Identifier: GPL-2.0-only
#include "knit.h"

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
	sys_mkdirat(AT_FDCWD, target, 0755);
	return sys_mount(source, target, type, flags, data);
}

/* What moves from root to root, in this order; OpenWrt's names. */
static const char mounts[][9] = {
	"/proc", "/sys", "/dev", "/tmp", "/rom", "/overlay",
};

/**
 * mounts_move() - take the mounts along into another root
 * @b: the boot
 * @to: where that root is to be seen now
 *
 * A mount point that is missing there is made where it can be (in an overlay);
 * a mount that finds none stays behind, which is said.
 *
 * Return: 0.
 */
int mounts_move(struct boot *b, const char *to)
{
	unsigned int i;
	int err;

	for (i = 0; i < ARRAY_SIZE(mounts); i++) {
		join(b->path, b->path + sizeof(b->path), to, mounts[i], NULL);
		err = sys_mount(mounts[i], b->path, NULL, MS_MOVE, NULL);
		if (err == -ENOENT)
			err = mount_at(mounts[i], b->path, NULL, MS_MOVE, NULL);
		if (err == -ENOENT || err == -EROFS) {
			b->step = mounts[i];
			report(b, "handover", err);
		}
	}
	return 0;
}
