// SPDX-License-Identifier: GPL-2.0-only
#include "knit.h"

#define PASSES	256	/* one for each folder that is not empty */

/*
 * Delete it. Return: 1 if it is a folder with something in it. One that something is
 * mounted on (-EBUSY) stays as it is.
 */
static int entry_delete(struct boot *b, const char *dir, const char *name)
{
	int err;

	path(b, dir, "/", name, NULL);
	err = sys_rmdir(b->path);
	if (err == -ENOTDIR)
		sys_unlink(b->path);
	return err == -ENOTEMPTY;
}

/**
 * rootfs_empty() - take away all that lies in the cpio's root
 * @b: the boot; b->path and b->data are used
 *
 * An empty root holds no page. On kernels before 7.0 it stays for good, below
 * everything. Each pass goes down one way as far as it leads; what lies deeper than
 * a path that fits b->path is left.
 */
void rootfs_empty(struct boot *b)
{
	char *end = b->data + sizeof(b->data);
	unsigned int pass;

	sys_unlink("/dev/console");	/* saves going down into /dev: 30 us on malta */
	for (pass = 0; pass < PASSES; pass++) {
		join(b->data, end, "/", NULL);
		while (dir_each(b, b->data, entry_delete) > 0)
			join(b->data, end, b->path, NULL);
		if (!b->data[1])
			break;
	}
}
