// SPDX-License-Identifier: GPL-2.0-only
/* Erase and write blocks of a flash, so that what was asked for is there afterwards. */
#include "../fmt/fmt.h"

#include <mtd/mtd-abi.h>

#define CHUNK	4096	/* bytes that are compared at a time; erase blocks are multiples */

/*
 * What jffs2 writes into an erased block (fs/jffs2/erase.c); a block without it is
 * erased again at the mount: magic, node type CLEANMARKER, length 12, header's CRC.
 */
const u8 cleanmarker[CLEANMARKER] = {
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	0x19, 0x85, 0x20, 0x03, 0x00, 0x00, 0x00, 0x0c, 0xf0, 0x60, 0xdc, 0x98,
#else
	0x85, 0x19, 0x03, 0x20, 0x0c, 0x00, 0x00, 0x00, 0xb1, 0xb0, 0x1e, 0xe4,
#endif
};

/*
 * Is the block at @at erased, but for the cleanmarker perhaps, which may be written
 * again, unless @how says other than BLOCK_CLEAN? Return: 1 if so, 0 if not, or a negative errno.
 */
static int block_blank(struct boot *b, int fd, u32 at, u32 size, enum block_how how)
{
	const u32 *word = (const u32 *)b->text;
	u32 done;
	u32 i;

	for (done = 0; done < size; done += CHUNK) {
		int err = read_at(fd, at + done, b->text, CHUNK);

		if (err)
			return err;
		i = how || done || memcmp(word, cleanmarker, sizeof(cleanmarker)) ? 0 :
		    sizeof(cleanmarker) / sizeof(*word);
		for (; i < CHUNK / sizeof(*word); i++)
			if (word[i] != 0xffffffff)
				return 0;
	}
	return 1;
}

/**
 * block_erase() - erase a block unless it is blank, and see that it is
 * @b: the boot; b->text is used
 * @fd: the MTD device
 * @at: where the block begins
 * @size: its bytes
 * @how: BLOCK_CLEAN: jffs2's cleanmarker may be there; BLOCK_BARE: nothing; BLOCK_ERASE:
 *       it is erased even if it looks blank, since an erase that was cut off may look so
 *
 * A locked chip may do nothing, and say nothing.
 *
 * Return: 1, or a negative errno.
 */
int block_erase(struct boot *b, int fd, u32 at, u32 size, enum block_how how)
{
	struct erase_info_user erase = { .start = at, .length = size };
	int n = how == BLOCK_ERASE ? 0 : block_blank(b, fd, at, size, how);

	if (n)
		return n;
	n = sys_ioctl(fd, MEMERASE, &erase);
	if (!n)
		n = block_blank(b, fd, at, size, how);
	return n ?: -EROFS;
}

/**
 * block_mark() - write to a flash
 * @fd: the MTD device
 * @at: where
 * @mark: what
 * @size: bytes of it
 *
 * Return: 0, or a negative errno.
 */
int block_mark(int fd, u32 at, const void *mark, int size)
{
	int n = sys_lseek(fd, at, 0);

	if (n >= 0)
		n = sys_write(fd, mark, size);
	if (n < 0)
		return n;
	return n == size ? 0 : -EIO;
}

