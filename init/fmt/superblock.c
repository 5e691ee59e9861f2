// SPDX-License-Identifier: GPL-2.0-only
/* File systems, by the bytes that are theirs, with UUID and label as blkid(8) tells them. */
#include "fmt.h"

#define EXT_RO_COMPAT	0x7	/* what ext2 and ext3 know of (fs/ext4/ext4.h) */
#define EXT_INCOMPAT	0x16
#define EXT_HAS_JOURNAL	0x4

/* Each name's place is in the table. */
static const char names[] =
	"ext4\0ext3\0ext2\0f2fs\0btrfs\0xfs\0erofs\0squashfs\0ubifs\0exfat\0vfat\0jffs2\0swap";

#define EXT4		0
#define EXT3		5
#define EXT2		10
#define F2FS		15
#define BTRFS		20
#define XFS		26
#define EROFS		30
#define SQUASHFS	36
#define UBIFS		45
#define EXFAT		51
#define VFAT		57
#define JFFS2		62
#define SWAP		68

/*
 * In the order of struct superblock's fields. The first that fits is it, so weak magics come
 * last; those that are writable and have modes and owners come first.
 */
const struct superblock superblocks[SUPERBLOCKS] = {
	/* fs/ext4/ext4.h, struct ext4_super_block, at 1024 */
	{ 0xef53, 0x438, 0x468, EXT4, 16, 0, 0, 0, 16 },
	/* include/linux/f2fs_fs.h, struct f2fs_super_block, at 1024 */
	{ 0xf2f52010, 0x400, 0x46c, F2FS, 16, 1, 0, 0, 255 },
	/* include/uapi/linux/btrfs_tree.h, struct btrfs_super_block, at 65536: _BHRfS_M */
	{ 0x5248425f, 0x40, 0x20, BTRFS, 16, 0, 1, 251, 255 },
	/* fs/xfs/libxfs/xfs_format.h, struct xfs_dsb: XFSB */
	{ 0x42534658, 0, 32, XFS, 16, 0, 0, 60, 12 },
	/* fs/erofs/erofs_fs.h, struct erofs_super_block, at 1024 */
	{ 0xe0f5e1e2, 0x400, 0x430, EROFS, 16, 0, 0, 0, 16 },
	/* fs/squashfs/squashfs_fs.h: hsqs */
	{ 0x73717368, 0, SUPERBLOCK_BEFORE, SQUASHFS, 0, 0, 0, 0, 0 },
	/* fs/ubifs/ubifs-media.h, struct ubifs_sb_node */
	{ 0x06101831, 0, 108, UBIFS, 16, 0, 0, 0, 0 },
	/* fs/exfat/exfat_raw.h, struct boot_sector: EXFAT */
	{ 0x54414658, 4, 0x64, EXFAT, 4, 0, 0, 0, 0 },
	/* include/uapi/linux/msdos_fs.h, struct fat_boot_sector: FAT32, FAT16, FAT12 */
	{ 0x33544146, 0x52, 0x43, VFAT, 4, 0, 0, 0, 11 },
	{ 0x31544146, 0x36, 0x27, VFAT, 4, 0, 0, 0, 11 },
	/* include/uapi/linux/jffs2.h: the first node's magic, in the machine's byte order */
	{ 0x1985, 0, SUPERBLOCK_BEFORE, JFFS2, 0, 0, 0, 0, 0 },
	{ 0x8519, 0, SUPERBLOCK_BEFORE, JFFS2, 0, 0, 0, 0, 0 },
	/* include/linux/swap.h, union swap_header: SWAPSPACE2 ends the page */
	{ 0x32454341, 0x1000 - 4, 0x40c, SWAP, 16, 0, 0, 0, 16 },
};

/**
 * superblock_is() - is this the magic of a file system?
 * @row: the file system
 * @magic: 4 bytes from where its magic is, as they are
 *
 * Return: 1 if it is, else 0.
 */
int superblock_is(const struct superblock *row, u32 magic)
{
	magic = le32(magic);
	/* some are shorter than the others */
	return (row->magic >> 16 ? magic : magic & 0xffff) == row->magic;
}

/* What blkid calls an ext: by what must be known to mount it. */
static const char *ext_type(const u32 *compat)
{
	if (le32(compat[1]) & ~EXT_INCOMPAT || le32(compat[2]) & ~EXT_RO_COMPAT)
		return names + EXT4;
	return names + (le32(compat[0]) & EXT_HAS_JOURNAL ? EXT3 : EXT2);
}

/*
 * A UUID; or a FAT's serial number: 4 bytes, little endian and in capitals. None, if all bytes
 * are 0.
 */
static void uuid_text(char *at, const u8 *uuid, unsigned int len)
{
	unsigned int less = 16 - len;
	char *text = at;
	unsigned int i;
	u8 any = 0;

	for (i = 0; i < 2 * len; i++) {
		u8 byte = uuid[i / 2 ^ less / 4];
		u32 digit = byte >> (~i & 1) * 4 & 15;

		/* 8-4-4-4-12, and of that the part behind the first 4 */
		if (0x111100 >> (less ? i + 4 : i) & 1)
			*at++ = '-';
		*at++ = (digit + (digit > 9 ? 'A' - 10 : '0')) | (less ? 0 : 0x20);
		any |= byte;
	}
	*(any ? at : text) = '\0';
}

/* A label, in UTF-8 if it is in UTF-16; others come as they are, but fit for a terminal. */
static void label_text(char *at, const u8 *s, const struct superblock *row)
{
	unsigned int len = row->label_len;
	char *text = at;

	for (; len; len--) {
		u32 c = *s++;

		if (row->wide)
			c |= *s++ << 8;
		if (!c)
			break;
		if (c < ' ' || c == 0x7f || c >> 11 == 0xd800 >> 11)
			c = '?';
		if (row->wide && c >= 0x80) {
			u8 lead = 0xc0;

			if (c >= 0x800) {
				*at++ = 0xe0 | c >> 12;
				c &= 0xfff;
				lead = 0x80;
			}
			*at++ = lead | c >> 6;
			c = 0x80 | (c & 0x3f);
		}
		*at++ = c;
	}
	while (at > text && at[-1] == ' ')
		at--;
	*at = '\0';
}

/**
 * superblock_read() - type, UUID and label
 * @row: the file system
 * @body: SUPERBLOCK_BODY bytes, from SUPERBLOCK_BEFORE bytes before its UUID on
 * @p: takes them
 */
void superblock_read(const struct superblock *row, const u32 *body, struct probe *p)
{
	const u8 *uuid = (const u8 *)body + SUPERBLOCK_BEFORE;

	p->type = row == superblocks ? ext_type(body) : names + row->type;
	p->driver = row->type <= XFS ? names + row->type : NULL;
	uuid_text(p->uuid, uuid, row->uuid_len);
	label_text(p->label, uuid + row->uuid_len + row->gap, row);
	if (row->type == VFAT && !strcmp(p->label, "NO NAME"))
		p->label[0] = '\0';
}
