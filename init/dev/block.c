// SPDX-License-Identifier: GPL-2.0-only
#include "../fmt/fmt.h"

#define BLOCK_DIR	"/sys/class/block"

/* Does the uevent of this block device have the line b->want? */
static int block_has(struct boot *b, const char *dir, const char *name)
{
	char *end = b->path + sizeof(b->path);

	path(b, dir, "/", name, "/uevent", NULL);
	if (text_read(b, b->path) < 0 ||
	    lines_get(b->text, b->want, b->path, end) || b->path[0])
		return 0;
	return !uevent_node(b);
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

	/* lines_get() looks for a key: the whole line is one, with an empty value */
	if (join(want, end, "PARTNAME=", name, NULL) == end - 1)
		return -E2BIG;
	b->want = want;
	return dir_each(b, BLOCK_DIR, block_has) == 1 ? 0 : -ENODEV;
}
