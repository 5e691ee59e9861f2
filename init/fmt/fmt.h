/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Pure parsers: bytes in, facts out, no system call. Each is tested and fuzzed
 * on the host (tests/unit, tests/fuzz).
 */
#ifndef KNIT_FMT_H
#define KNIT_FMT_H

#include "../knit.h"

/* cmdline.c */
void cmdline_split(char *line);
const char *cmdline_get(const char *words, const char *key);
char *words_list(char *words, char **argv, unsigned int max);
unsigned int words_index(const char *words, const char *word);

/* number.c */
const char *number(const char *s, unsigned int base, u32 *value);

/* procmtd.c */
int procmtd_find(const char *text, const char *name, struct mtd *mtd);

/* uimage.c: a U-Boot legacy image */
#define UIMAGE_HEADER	64	/* u-boot include/image.h, struct legacy_img_hdr */
int uimage_size(const u32 *head, u32 *size);

/* squashfs.c */
#define SQUASHFS_HEADER	96	/* fs/squashfs/squashfs_fs.h, struct squashfs_super_block */
int squashfs_size(const u32 *head, u32 *size);

/* overlay.c: what the writable partition holds; in this order, see dev/jffs2.c */
enum overlay_state {
	OVERLAY_JFFS2,		/* has been formatted: may be mounted */
	OVERLAY_UNFORMATTED,	/* the image builder's marker */
	OVERLAY_BLANK,		/* erased */
	OVERLAY_UNKNOWN,	/* must not be written to */
};

enum overlay_state overlay_state(u32 head);

/* lines.c */
const char *after(const char *text, const char *start);
const char *line_next(const char *text);
int lines_get(const char *text, const char *key, char *value, const char *end);

/* blocktype.c */
#define BLOCKTYPE_HEADER 0x43c
const char *block_fstype(const u32 *head);

/* gpt.c: PARTUUID= on disks with a GPT or an MBR */
#define GPT_SECTOR	512	/* larger logical sectors: UEFI allows, nobody boots from */
#define GPT_ENTRIES_MAX	256	/* the kernel and all tools make 128 */

#define GPT_LBA		(72 / 4)	/* UEFI 5.3.2: the header's fields, by word */
#define GPT_ENTRIES	(80 / 4)
#define GPT_ENTRY_SIZE	(84 / 4)
#define GPT_GUID	16	/* UEFI 5.3.3: UniquePartitionGUID, bytes into an entry */
#define GPT_ENTRY	128	/* bytes of an entry, at least */

#define GUID_DIGITS	32
#define MBR_DIGITS	10
#define MBR_PART	5	/* see partuuid_parse() */

int partuuid_parse(const char *text, u8 *uuid);
int gpt_is(const u32 *head);
int mbr_is(const u32 *sector, const u8 *id);

/* fstype.c */
const char *fstype_next(const char *text, char *name, size_t size);
int fstype_nodev(const char *text, const char *name);

/* netmsg.c: a message as OpenWrt's preinit sends it */
#define NETMSG_TEXT	998
#define NETMSG_SIZE	(2 + NETMSG_TEXT + 1)
int netmsg(char *data, const char *text);

/* board.c */
int cpuinfo_machine(const char *text, const char *name);

/* modules.c: what depmod(8) and the kernel's build leave */
int module_char(char c);
int module_match(const char *file, const char *name);
char *modules_find(char *text, const char *name);
const char *modinfo_depends(const char *module, int size);

/* A word of a flash or a disk, which is little or big endian, for the CPU; and back. */
static inline u32 swap32(u32 n)
{
	return n << 24 | (n & 0xff00) << 8 | (n >> 8 & 0xff00) | n >> 24;
}

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define le32(n)	((u32)(n))
#define be32(n)	swap32(n)
#else
#define le32(n)	swap32(n)
#define be32(n)	((u32)(n))
#endif

static inline u32 round_up(u32 n, u32 to)
{
	return (n + to - 1) & ~(to - 1);
}

#endif /* KNIT_FMT_H */
