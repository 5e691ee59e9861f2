// SPDX-License-Identifier: GPL-2.0-only
#include "../fmt/fmt.h"

#define MTD_DIR	"/sys/class/mtd/mtd"

/* N of the last but one part of ".../mtd/mtd0/mtd3"; none in ".../mtd/mtd3". */
static int parent_index(const char *link, u32 *index)
{
	const char *parent = NULL;
	const char *last = link;

	for (; *link; link++) {
		if (*link != '/')
			continue;
		parent = last;
		last = link + 1;
	}
	if (!parent || strncmp(parent, "mtd", 3) || parent[3] == '/')
		return -ENXIO;
	return *number(parent + 3, 10, index) == '/' ? 0 : -ENXIO;
}

/**
 * mtd_master() - the device that a partition lies on
 * @b: the boot
 * @part: the partition
 * @master: the device
 * @offset: where it begins there, bytes
 *
 * The kernel shows it only with CONFIG_MTD_PARTITIONED_MASTER.
 *
 * Return: 0, or a negative errno, with b->step.
 */
int mtd_master(struct boot *b, const struct mtd *part, struct mtd *master, u32 *offset)
{
	char *end = b->path + sizeof(b->path);
	char *at = join(b->path, end, MTD_DIR, dec(b, part->index), NULL);
	int n;

	try(b, "the kernel hides the device below firmware");
	*master = *part;
	n = sys_readlink(b->path, b->text, KNIT_LOG_MAX);
	if (n < 0)
		return n;
	b->text[n] = '\0';
	n = parent_index(b->text, &master->index);
	if (n)
		return n;
	join(at, end, "/offset", NULL);
	n = file_read(b->path, b->text, KNIT_LOG_MAX);
	if (n < 0)
		return n;
	number(b->text, 10, offset);
	return 0;
}
