// SPDX-License-Identifier: GPL-2.0-only
#include "../fmt/fmt.h"

#define JFFS2_BLOCKS_MIN 5	/* fs/jffs2/fs.c: "Too few erase blocks" */

#ifdef CONFIG_KNIT_WORDS
static const char *const state_words[] = {
	[OVERLAY_JFFS2] = "jffs2",
	[OVERLAY_UNFORMATTED] = "not formatted yet",
	[OVERLAY_BLANK] = "blank",
	[OVERLAY_UNKNOWN] = "no jffs2",
};
#endif

/*
 * The first block decides if it is jffs2's or has the marker. If not, jffs2 may have
 * been erasing it when the power went: it is blank then, or anything, and all is
 * well in the other blocks. The kernel wants at least one valid node there.
 */
static int blocks_state(int fd, const struct mtd *mtd)
{
	int state = OVERLAY_UNFORMATTED;
	u32 at = 0;

	do {
		u32 head;
		int block = read_at(fd, at, &head, sizeof(head));

		if (block)
			return block;
		block = overlay_state(head);
		if (block == OVERLAY_JFFS2 || block > state)
			state = block;
		at += mtd->erasesize;
	} while (state > OVERLAY_UNFORMATTED && at < mtd->size);
	return state;
}

/**
 * jffs2_state() - what an MTD partition for jffs2 holds
 * @b: the boot; b->step tells it in words
 * @name: the partition's name
 * @mtd: the partition
 *
 * Return: enum overlay_state, or a negative errno. It is OVERLAY_BLANK only if the
 * start of each block is.
 */
int jffs2_state(struct boot *b, const char *name, struct mtd *mtd)
{
	int err;
	int fd;

	try(b, name);
	/* if the flash was just split, b->text is /proc/mtd: reading it costs 25 us on malta */
	err = procmtd_find(b->text, name, mtd);
	if (err && (IS_ENABLED(CONFIG_KNIT_MODES) || IS_ENABLED(CONFIG_KNIT_COMMANDS) ||
		    IS_ENABLED(CONFIG_KNIT_WINDOW) || IS_ENABLED(CONFIG_KNIT_LED)))
		err = mtd_find(b, name, mtd);
	if (err)
		return err;
	/* the kernel would refuse it, in its own words */
	try(b, "fewer than 5 erase blocks");
	if (IS_ENABLED(CONFIG_KNIT_WORDS) && mtd->size < JFFS2_BLOCKS_MIN * mtd->erasesize)
		return -ENOSPC;
	fd = file_open(mtd_path(b, mtd), O_RDONLY);
	try(b, b->path);
	if (fd < 0)
		return fd;
	err = blocks_state(fd, mtd);
	sys_close(fd);
	if (err >= 0)
		try(b, state_words[err]);
	return err;
}

/**
 * jffs2_find() - find a formatted jffs2
 * @b: the boot; b->path becomes its node, b->type its type
 * @name: the partition's name
 *
 * Return: 0, -ENODATA if it is not formatted, or another negative errno.
 */
int jffs2_find(struct boot *b, const char *name)
{
	struct mtd mtd;
	int state = jffs2_state(b, name, &mtd);

	if (state < 0)
		return state;
	if (state != OVERLAY_JFFS2)
		return -ENODATA;
	mtd_block(b, &mtd);
	b->type = "jffs2";
	return 0;
}
