// SPDX-License-Identifier: GPL-2.0-only
#include "cmd.h"

#include <mtd/mtd-abi.h>

#define CHUNK	4096	/* bytes that are compared at a time; erase blocks are multiples */

/*
 * What jffs2 writes into an erased block (fs/jffs2/erase.c); a block without it is
 * erased again at the mount: magic, node type CLEANMARKER, length 12, header's CRC.
 */
static const u8 cleanmarker[12] = {
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	0x19, 0x85, 0x20, 0x03, 0x00, 0x00, 0x00, 0x0c, 0xf0, 0x60, 0xdc, 0x98,
#else
	0x85, 0x19, 0x03, 0x20, 0x0c, 0x00, 0x00, 0x00, 0xb1, 0xb0, 0x1e, 0xe4,
#endif
};

static const u8 marker[] = { 0xde, 0xad, 0xc0, 0xde };	/* not formatted: fmt/overlay.c */

/*
 * Is the block at @at erased, but for the cleanmarker perhaps, which may be written
 * again, unless it is to be @bare? Return: 1 if so, 0 if not, or a negative errno.
 */
static int block_blank(struct boot *b, int fd, u32 at, u32 size, int bare)
{
	const u32 *word = (const u32 *)b->text;
	u32 done;
	u32 i;

	for (done = 0; done < size; done += CHUNK) {
		int err = read_at(fd, at + done, b->text, CHUNK);

		if (err)
			return err;
		i = bare || done || memcmp(word, cleanmarker, sizeof(cleanmarker)) ? 0 :
		    sizeof(cleanmarker) / sizeof(*word);
		for (; i < CHUNK / sizeof(*word); i++)
			if (word[i] != 0xffffffff)
				return 0;
	}
	return 1;
}

/* Erase a block unless it is blank, and see that it is: a locked chip may say nothing. */
static int block_erase(struct boot *b, int fd, u32 at, u32 size, int bare)
{
	struct erase_info_user erase = { .start = at, .length = size };
	int n = block_blank(b, fd, at, size, bare);

	if (n)
		return n;
	n = sys_ioctl(fd, MEMERASE, &erase);
	if (!n)
		n = block_blank(b, fd, at, size, bare);
	return n ?: -EROFS;
}

static int block_mark(int fd, u32 at, const u8 *mark, int size)
{
	int n = sys_lseek(fd, at, 0);

	if (n >= 0)
		n = sys_write(fd, mark, size);
	if (n < 0)
		return n;
	return n == size ? 0 : -EIO;
}

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
	err = reset ? block_erase(b, fd, 0, mtd->erasesize, 1) : 0;
	if (err >= 0)
		err = block_mark(fd, 0, marker, sizeof(marker));
	while (!err && at > (reset ? mtd->erasesize : 0)) {
		at -= mtd->erasesize;
		err = block_erase(b, fd, at, mtd->erasesize, reset);
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
