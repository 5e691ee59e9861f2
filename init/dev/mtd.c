// SPDX-License-Identifier: GPL-2.0-only
#include "../fmt/fmt.h"

/**
 * mtd_find() - find an MTD device by its name
 * @b: the boot
 * @name: the name
 * @mtd: what /proc/mtd says of it
 *
 * Return: 0, -ENODEV, or the errno of reading /proc/mtd.
 */
int mtd_find(struct boot *b, const char *name, struct mtd *mtd)
{
	int n = text_read(b, "/proc/mtd");

	return n < 0 ? n : procmtd_find(b->text, name, mtd);
}

/* /dev/mtd3 or /dev/mtdblock3, in b->path */
static const char *mtd_node(struct boot *b, const char *prefix, const struct mtd *mtd)
{
	return path(b, prefix, dec(b, mtd->index), NULL);
}

/**
 * mtd_path() - the node of an MTD device
 * @b: the boot
 * @mtd: which
 *
 * Return: its path, in b->path.
 */
const char *mtd_path(struct boot *b, const struct mtd *mtd)
{
	return mtd_node(b, "/dev/mtd", mtd);
}

/**
 * mtd_block() - what a file system on an MTD device is mounted from
 * @b: the boot
 * @mtd: which
 *
 * Return: the block device's path, in b->path.
 */
const char *mtd_block(struct boot *b, const struct mtd *mtd)
{
	return mtd_node(b, "/dev/mtdblock", mtd);
}

/**
 * mtd_add() - make a partition
 * @b: the boot, which has room for the request
 * @fd: the master device, open for writing: the kernel refuses it on a partition
 * @name: the partition's name
 * @at: offset in bytes
 * @size: bytes
 *
 * Partitions may overlap, and are there at once, with their nodes.
 *
 * Return: 0, or a negative errno.
 */
int mtd_add(struct boot *b, int fd, const char *name, u32 at, u32 size)
{
	struct blkpg_partition *part = &b->part;
	struct blkpg_ioctl_arg arg;

	part->start = at;
	part->length = size;
	join(part->devname, part->devname + sizeof(part->devname), name, NULL);
	arg.op = BLKPG_ADD_PARTITION;
	arg.datalen = sizeof(*part);
	arg.data = part;
	return sys_ioctl(fd, BLKPG, &arg);
}
