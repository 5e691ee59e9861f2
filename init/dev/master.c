// SPDX-License-Identifier: GPL-2.0-only
#include "../fmt/fmt.h"

#define MTD_DIR	"/sys/class/mtd/mtd"

/**
 * mtd_master() - the device that a partition lies on
 * @b: the boot; b->path becomes its node
 * @part: the partition
 * @offset: where it begins there, bytes
 *
 * The partition's directory lies in the device's, which the kernel shows only with
 * CONFIG_MTD_PARTITIONED_MASTER.
 *
 * Return: 0, or a negative errno, with b->step.
 */
int mtd_master(struct boot *b, const struct mtd *part, u32 *offset)
{
	char *end = b->path + sizeof(b->path);
	char *at = join(b->path, end, MTD_DIR, dec(b, part->index), NULL);
	int n;

	try(b, "the kernel hides the device below firmware");
	join(at, end, "/offset", NULL);
	n = text_read(b, b->path);
	number(b->text, 10, offset);
	if (n < 0)
		return n;
	join(at, end, "/../uevent", NULL);
	n = text_read(b, b->path);
	return n < 0 ? n : uevent_node(b);
}
