// SPDX-License-Identifier: GPL-2.0-only
#include "../fmt/fmt.h"

#define BLOCK_DIR	"/sys/class/block"

/* Does the uevent of this block device have the line b->want? */
static int block_has(struct boot *b, const char *dir, const char *name)
{
	path(b, dir, "/", name, "/uevent", NULL);
	return uevent_has(b, b->path) && !uevent_node(b);
}

/**
 * block_find() - find a partition of a disk by its name
 * @b: the boot; b->path becomes its node
 * @name: the name
 *
 * Return: 0, -ENODEV, -E2BIG if @name is too long.
 */
int block_find(struct boot *b, const char *name)
{
	char want[KNIT_PATH_MAX];
	char *end = want + sizeof(want);

	if (join(want, end, "PARTNAME=", name, NULL) == end - 1)
		return -E2BIG;
	b->want = want;
	return dir_each(b, BLOCK_DIR, block_has) == 1 ? 0 : -ENODEV;
}
