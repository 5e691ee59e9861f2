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

/* Return: 1 if the block at @at is erased, 0 if not, or a negative errno. */
static int block_blank(struct boot *b, int fd, u32 at, u32 size)
{
	const u32 *word = (const u32 *)b->text;
	u32 done;
	u32 i;

	for (done = 0; done < size; done += CHUNK) {
		int err = read_at(fd, at + done, b->text, CHUNK);

		if (err)
			return err;
		for (i = 0; i < CHUNK / sizeof(*word); i++)
			if (word[i] != 0xffffffff)
				return 0;
	}
	return 1;
}

/* Erase one block unless it is blank, and mark it as clean. */
static int block_format(struct boot *b, int fd, u32 at, u32 size)
{
	struct erase_info_user erase = { .start = at, .length = size };
	int n = block_blank(b, fd, at, size);

	try(b, "erasing");
	if (!n)
		n = sys_ioctl(fd, MEMERASE, &erase);
	if (n < 0)
		return n;
	try(b, "writing to the flash");
	n = sys_lseek(fd, at, 0);
	if (n >= 0)
		n = sys_write(fd, cleanmarker, sizeof(cleanmarker));
	if (n < 0)
		return n;
	return n == sizeof(cleanmarker) ? 0 : -EIO;
}

/**
 * jffs2_format() - make an empty jffs2 of a partition
 * @b: for messages
 * @mtd: the partition, which must not be mounted
 *
 * The first block comes last: until then the partition still looks unformatted, so
 * a power cut leaves nothing half done that would be taken for a file system.
 *
 * Return: 0, or a negative errno, with b->step.
 */
int jffs2_format(struct boot *b, const struct mtd *mtd)
{
	struct erase_info_user all = { .length = mtd->size };
	u32 blocks = 0;
	u32 said = 0;
	u32 at = mtd->size;
	int err = 0;
	int fd = mtd_open(b, mtd, O_RDWR);

	try(b, "the flash cannot be written to");
	if (fd < 0)
		return fd;
	sys_ioctl(fd, MEMUNLOCK, &all);	/* some chips come up locked, others know no lock */
	while (!err && at) {
		at -= mtd->erasesize;
		err = block_format(b, fd, at, mtd->erasesize);
		blocks++;
		if (blocks - said < 64 && at)
			continue;
		said = blocks;
		say(b, "formatting rootfs_data: ", dec(b, blocks), " blocks done", NULL);
		cmd_line(b);
	}
	sys_close(fd);
	return err;
}
