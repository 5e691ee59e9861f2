// SPDX-License-Identifier: GPL-2.0-only
#include "../fmt/fmt.h"

/**
 * probe_device() - what is on a device
 * @b: the boot
 * @path: its node
 * @p: takes the answer
 *
 * A few bytes are read for each type that is known, none behind the first 65 KiB.
 *
 * Return: 0, -ENODATA if it is nothing that is known, or another errno.
 */
int probe_device(struct boot *b, const char *path, struct probe *p)
{
	const struct superblock *row = superblocks;
	u32 body[SUPERBLOCK_BODY / 4];
	int fd = file_open(path, O_RDONLY);
	u32 at = row->at;
	int err = -ENODATA;

	(void)b;
	if (fd < 0)
		return fd;
	do {
		u32 base = row->far << 16;

		if (!read_at(fd, base + at, body, 4) && superblock_is(row, body[0]) &&
		    !read_at(fd, base + row->uuid - SUPERBLOCK_BEFORE, body, sizeof(body))) {
			superblock_read(row, body, p);
			err = 0;
			break;
		}
		/* the last one is swap, where that ends a page of 4, 8, 16, 32 or 64 KiB */
		at = 2 * at + 4;
		if (row < superblocks + SUPERBLOCKS - 1)
			at = (++row)->at;
	} while (at < 0x10000);
	sys_close(fd);
	return err;
}

/* b->want is UUID=, in which capitals do not matter, or LABEL= */
static int superblock_has(struct boot *b, const char *dir, const char *name)
{
	const char *want = b->want + 5;
	struct probe *p = (struct probe *)b->text;	/* a quarter of the stack's peak */
	const char *got = p->uuid;
	int mask = ~0x20;

	(void)dir;
	if (probe_device(b, path(b, "/dev/", name, NULL), p))
		return 0;
	if (b->want[0] == 'L') {
		want++;
		got = p->label;
		mask = ~0;
	}
	if (!*got)
		return 0;	/* nothing is no name */
	for (; *got && !((*got ^ *want) & mask); got++)
		want++;
	return *got == *want;
}

/**
 * superblock_find() - find a device by its superblock
 * @b: the boot; b->path becomes its node. b->text is used
 * @spec: UUID= or LABEL= and not nothing
 *
 * Return: 0, -ENODEV.
 */
int superblock_find(struct boot *b, const char *spec)
{
	b->want = spec;
	if (!after(spec, "UUID=") && !after(spec, "LABEL="))
		return -EINVAL;
	return dir_each(b, "/sys/class/block", superblock_has) == 1 ||
	       dir_each(b, "/sys/class/ubi", superblock_has) == 1 ? 0 : -ENODEV;
}

/**
 * block_type() - what file system a device holds
 * @b: the boot; b->path is the device, b->type becomes the type
 *
 * Return: 0, -ENODATA if it is none that can be an overlay, or another errno.
 */
int block_type(struct boot *b)
{
	struct probe p;
	int err = probe_device(b, b->path, &p);

	if (err)
		return err;
	b->type = p.driver;
	return b->type ? 0 : -ENODATA;
}
