// SPDX-License-Identifier: GPL-2.0-only
#include "cmd.h"

#include <mtd/mtd-abi.h>

static const u8 marker[] = { 0xde, 0xad, 0xc0, 0xde };	/* not formatted: fmt/overlay.c */

/**
 * jffs2_format() - make an empty jffs2 of a partition, or what an image has there
 * @b: for messages
 * @mtd: the partition, which must not be mounted
 * @reset: 1: only the marker, the rest erased, as it is flashed
 *
 * The first block gets the image builder's marker, if it has not, and comes last: until
 * then the partition looks unformatted, whatever a power cut leaves in a block. After
 * that all other blocks are clean, and jffs2 itself can do the first one.
 *
 * Return: 0, or a negative errno, with b->step.
 */
int jffs2_format(struct boot *b, const struct mtd *mtd, int reset)
{
	struct erase_info_user all = { .length = mtd->size };
	u32 blocks = 0;
	u32 at = mtd->size & -mtd->erasesize;
	int fd = file_open(mtd_path(b, mtd), O_RDWR);
	int err;

	try(b, "writing to the flash");
	if (fd < 0)
		return fd;
	sys_ioctl(fd, MEMUNLOCK, &all);	/* some chips come up locked, others know no lock */
	/* a marker over jffs2's own bytes would be none */
	err = reset ? block_erase(b, fd, 0, mtd->erasesize, BLOCK_BARE) : 0;
	if (err >= 0)
		err = block_mark(fd, 0, marker, sizeof(marker));
	while (!err && at > (reset ? mtd->erasesize : 0)) {
		at -= mtd->erasesize;
		err = block_erase(b, fd, at, mtd->erasesize, reset ? BLOCK_BARE : BLOCK_CLEAN);
		if (err < 0)
			break;
		err = reset ? 0 : block_mark(fd, at, cleanmarker, sizeof(cleanmarker));
		if (++blocks % 64 && at)
			continue;
		print(dec(b, blocks));
		print(" blocks done\n");
	}
	sys_close(fd);
	return err;
}
