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
const char *device_number(const char *s, u32 *dev);

/* bzimage.c */
#define BZIMAGE_HEADER	0x206

u64 bzimage_size(const u8 *head);

/* procmtd.c */
int procmtd_find(const char *text, const char *name, struct mtd *mtd);

/* mountinfo.c */
const char *mountinfo_get(const char *line, u32 *id, u32 *parent);

/* elf.c: what a program needs; as the kernel has them for this CPU's own kind of programs */
#if __SIZEOF_LONG__ == 8
#define ELF_CLASS	"\2"	/* ELFCLASS64 */
#else
#define ELF_CLASS	"\1"
#endif

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define ELF_ORDER	"\1"	/* ELFDATA2LSB */
#else
#define ELF_ORDER	"\2"
#endif

#define ELF_START	"\177ELF" ELF_CLASS ELF_ORDER
#define PT_NULL		0
#define PT_LOAD		1

struct elf_header {		/* include/uapi/linux/elf.h, Elf32_Ehdr, Elf64_Ehdr */
	u8 ident[16];
	u16 type;
	u16 machine;
	u32 version;
	unsigned long entry;
	unsigned long segments;	/* where they begin */
	unsigned long sections;
	u32 flags;
	u16 size;
	u16 segment_size;
	u16 nr;			/* of segments */
	u16 sections_are[3];
};

struct elf_segment {		/* Elf32_Phdr, Elf64_Phdr */
	u32 type;
#if __SIZEOF_LONG__ == 8
	u32 flags;
#endif
	unsigned long offset;
	unsigned long vaddr;
	unsigned long paddr;
	unsigned long size;	/* in the file */
	unsigned long memsize;
#if __SIZEOF_LONG__ == 4
	u32 flags;
#endif
	unsigned long align;
};

struct elf_dynamic {		/* Elf32_Dyn, Elf64_Dyn */
	long tag;
	unsigned long value;
};

const char *elf_needs(const char *file, unsigned long size, unsigned int n);

/* mounts.c: /proc/mounts */
char *mounts_last(char *text, int *len);

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

/* chart.c */
int chart(char *at, const char *end, const char *log);

/* lines.c */
const char *after(const char *text, const char *start);
const char *line_next(const char *text);
const char *field_end(const char *s);
int lines_get(const char *text, const char *key, char *value, const char *end);

/* blocktype.c */
#define BLOCKTYPE_HEADER 0x43c
const char *block_fstype(const u32 *head);

/* superblock.c */
#define SUPERBLOCKS	13
#define SUPERBLOCK_BEFORE 12	/* bytes before the UUID: the feature bits of ext */
#define SUPERBLOCK_BODY	540	/* bytes from there to the end of the label */

/**
 * struct superblock - how a type of file system is known
 * @type: its name
 * @magic: its magic, read as little endian; two bytes if the others are 0
 * @at: where that is
 * @uuid: where the UUID is
 * @uuid_len: bytes of it: 16, 4 for the serial number of a FAT, 0 for none
 * @gap: bytes between UUID and label
 * @label_len: characters of the label
 * @wide: 1 if they are UTF-16
 * @far: what is to be added to both offsets, in units of 65536
 */
struct superblock {
	u32 magic;
	u16 at;
	u16 uuid;
	u8 type;
	u8 uuid_len:5;
	u8 wide:1;
	u8 far:1;
	u8 gap;
	u8 label_len;
};

extern const struct superblock superblocks[SUPERBLOCKS];
int superblock_is(const struct superblock *row, u32 magic);
void superblock_read(const struct superblock *row, const u32 *body, struct probe *p);

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
int netmsg(char *data, const char *text);

/* board.c */
int cpuinfo_machine(const char *text, const char *name);

/* modules.c: what depmod(8) and the kernel's build leave */
int module_char(char c);
int module_match(const char *file, const char *name);
char *modules_find(char *text, const char *name);
const char *modinfo_depends(const char *module, int size);

#include "fstab.h"

/* escape.c */
void unescape(char *s);

/* mountopts.c */
int mount_options(const char *options, unsigned long *flags, char *data, const char *end);

/* ip.c */
const char *ip_read(const char *s, u32 *addr);

/* nfs.c: nfsroot=, ip= and what mount(2) is to be told */
const char *ip_field(const char *s, unsigned int n);
const char *nfsroot_source(char *to, const char *end, const char *s, const char *server);
unsigned int nfs_type(const char *type);
int nfs_options(char *to, const char *end, const char *source, const char *more);

/* nfsname.c */
int nfsroot_name(char *path, const char *end, const char *name);

/* mountaddr.c */
const char *mount_server(const char *mounts, const char *dir, u32 *addr);

/* rpc.c */
#define RPC_CALL	44	/* bytes of a NULL call, with the mark of a fragment */
#define RPC_REPLY	64	/* at most; 28, or 36 without that version of NFS */

void rpc_null(u32 call[RPC_CALL / 4], u32 xid);
int rpc_reply(const u32 *reply, u32 len, u32 xid);

/**
 * enum request - what a server may ask of a node
 * @MODE_SINGLE: one request follows
 * @MODE_MULTI: several do
 * @PING: is somebody there?
 * @BLINK_OFF: do not blink any more
 * @BLINK_ON: let a person find the node
 * @REBOOT: restart
 * @CLOSE: nothing more follows
 * @REQUEST_UNKNOWN: something else
 * @REQUEST_MORE: the line is not complete
 */
enum request {
	MODE_SINGLE, MODE_MULTI, PING, BLINK_OFF, BLINK_ON, REBOOT, CLOSE, REQUEST_UNKNOWN,
	REQUEST_MORE,
};

/* request.c */
enum request request_read(char *text, int full);

/* bootif.c */
int bootif_read(const char *s, u8 mac[MAC_LEN]);

/* waltconfig.c */
enum walt_value { WALT_MODE, WALT_PERSIST, WALT_VNODE, WALT_VALUES };

int walt_config(char *text, const char **values);

/* clock.c */
int clock_answer(const char *text, u32 *seconds);

/* sha256.c */
#define SHA256_BLOCK	64

/**
 * struct sha256 - a hash that is being made
 * @hash: of all whole blocks; in the end the 32 bytes that are it
 * @len: bytes so far
 * @block: what is not a whole block yet
 */
struct sha256 {
	u32 hash[8];
	u32 len;
	union {
		u8 bytes[SHA256_BLOCK];
		u32 words[SHA256_BLOCK / 4];
	} block;
};

void sha256_begin(struct sha256 *s);
void sha256_add(struct sha256 *s, const u8 *data, u32 len);
void sha256_end(struct sha256 *s);

/* md5.c */
#define MD5_BLOCK	64
#define MD5_MORE	72	/* what is put behind the data: 0x80, zeros, the length */
#define SQUASHFS_UUID	36

void md5(u32 *data, u32 len, u32 *hash);
void squashfs_uuid(u32 *head, char *text);

/* signature.c */
#define SIGNATURE_MAGIC	"knitsig1"	/* scripts/sign-kernel has the same */
#define SIGNATURE_SIGNED 24	/* bytes of the head that are signed, too */
#define SIGNATURE_HEAD	32
#define SIGNATURE_ANY	0xffffffff	/* in place of a length: whatever it is */

enum signature_part {
	SIGNATURE_KERNEL, SIGNATURE_INITRD, SIGNATURE_DTB, SIGNATURE_CMDLINE, SIGNATURE_PARTS,
};

/**
 * struct signature - what somebody has signed
 * @covers: bytes of each enum signature_part
 * @signature: of the head and all of these, one behind the other
 * @certificate: whose it is
 */
struct signature {
	u32 covers[SIGNATURE_PARTS];
	struct span signature;
	struct span certificate;
};

int signature_read(struct span file, struct signature *s);

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

/* What a hexadecimal digit stands for, in either case; 16 or more for anything else. */
static inline unsigned int hex_digit(char c)
{
	unsigned int digit = (u8)c - '0';

	return digit < 10 ? digit : (u8)((c | 0x20) - 'a') + 10u;
}

static inline u32 round_up(u32 n, u32 to)
{
	return (n + to - 1) & ~(to - 1);
}

#include "fdt.h"

#endif /* KNIT_FMT_H */
