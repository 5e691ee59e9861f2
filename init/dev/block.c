// SPDX-License-Identifier: GPL-2.0-only
#include "../fmt/fmt.h"

#define BLOCK_DIR	"/sys/class/block"

/* Does the uevent of this block device have the line b->want? */
static int block_has(struct boot *b, const char *dir, const char *name)
{
	char *end = b->path + sizeof(b->path);
	char *dev;

	path(b, dir, "/", name, "/uevent", NULL);
	if (file_read(b->path, b->text, KNIT_LOG_MAX) < 0 ||
	    lines_get(b->text, b->want, b->path, end) || b->path[0])
		return 0;
	dev = join(b->path, end, "/dev/", NULL);
	return lines_get(b->text, "DEVNAME=", dev, end) ? 0 : 1;
}

/**
 * block_find() - find a block device by a line of its uevent
 * @b: the boot; b->path becomes its node
 * @key: `PARTNAME=`
 * @value: the value
 *
 * Return: 0, -ENODEV, -E2BIG if @value is too long.
 */
int block_find(struct boot *b, const char *key, const char *value)
{
	char want[KNIT_PATH_MAX];
	char *end = want + sizeof(want);

	/* lines_get() looks for a key: the whole line is one, with an empty value */
	if (join(want, end, key, value, NULL) == end - 1)
		return -E2BIG;
	b->want = want;
	return dir_each(b, BLOCK_DIR, block_has) == 1 ? 0 : -ENODEV;
}

/**
 * block_type() - what file system a device holds
 * @b: the boot; b->path is the device, b->type becomes the type
 *
 * Return: 0, -ENODATA if it is none that can be an overlay, or another errno.
 */
int block_type(struct boot *b)
{
	int fd = file_open(b->path, O_RDONLY);
	int n;

	if (fd < 0)
		return fd;
	n = sys_read(fd, b->text, BLOCKTYPE_HEADER);
	sys_close(fd);
	b->type = n == BLOCKTYPE_HEADER ? block_fstype((u8 *)b->text) : NULL;
	if (n < 0)
		return n;
	return b->type ? 0 : -ENODATA;
}
