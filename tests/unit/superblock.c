// SPDX-License-Identifier: GPL-2.0-only
/*
 * fmt/superblock.c and dev/probe.c on devices made of memory: what no mkfs makes. What the
 * real ones make is compared with blkid in test_probe.py.
 */
#include "../../init/fmt/fmt.h"
#include "tap.h"

#define SIZE	0x11000		/* the last of what is read ends before that */

struct boot boot;

static u8 disk[SIZE];
static long size = SIZE;	/* of the device, which may be cut off anywhere */
static long place;
static int outside;		/* what is read behind 0x10234 */
static char opened[KNIT_PATH_MAX];

long sys_open(const char *path, int flags, int mode)
{
	(void)flags;
	(void)mode;
	snprintf(opened, sizeof(opened), "%s", path);
	place = 0;
	return strcmp(path, "/dev/gone") ? 3 : -ENXIO;
}

long sys_close(int fd)
{
	return fd == 3 ? 0 : -EBADF;
}

long sys_lseek(int fd, long offset, int whence)
{
	if (fd != 3 || whence || offset < 0)
		return -EINVAL;
	place = offset;
	return offset;
}

long sys_read(int fd, void *buf, size_t len)
{
	long n = place < size ? size - place : 0;

	if (fd != 3)
		return -EBADF;
	outside |= place + len > 0x10234;
	if ((size_t)n > len)
		n = len;
	memcpy(buf, disk + place, n);
	return n;
}

long sys_write(int fd, const void *buf, size_t len)
{
	(void)fd;
	(void)buf;
	return len;
}

u32 uptime_us(void)
{
	return 0;
}

/* The directories that are looked through: a device that is not there, one that is. */
int dir_each(struct boot *b, const char *path,
	     int (*each)(struct boot *b, const char *dir, const char *name))
{
	if (!strcmp(path, "/sys/class/ubi"))
		return each(b, path, "ubi0_1");
	return each(b, path, "gone") ?: each(b, path, "loop0");
}

static void put(u32 at, const void *bytes, size_t len)
{
	memcpy(disk + at, bytes, len);
}

static void empty(void)
{
	memset(disk, 0, sizeof(disk));
	size = SIZE;
}

/* What there is, as text; every byte of the answer that should not be there is seen. */
static const char *probe(void)
{
	static char line[1024];
	struct probe *p = malloc(sizeof(*p));
	int err;

	if (!p)
		abort();
	memset(p, 0xee, sizeof(*p));
	err = probe_device(&boot, "/dev/loop0", p);
	if (err == -ENODATA)
		sprintf(line, "nothing");
	else if (err)
		sprintf(line, "error %d", err);
	else
		sprintf(line, "%s %s [%s]", p->type, p->uuid, p->label);
	free(p);
	return line;
}

static const u8 uuid[16] = {
	0xc1, 0x2a, 0x73, 0x28, 0xf8, 0x1f, 0x11, 0xd2,
	0xba, 0x4b, 0x00, 0xa0, 0xc9, 0x3e, 0xc9, 0x3b,
};

#define UUID	"c12a7328-f81f-11d2-ba4b-00a0c93ec93b"

/* One type: magic, UUID and label in their places. */
static void make(u32 at, const char *magic, size_t len, u32 uuid_at, u32 label_at,
		 const char *label)
{
	empty();
	put(at, magic, len);
	if (uuid_at)
		put(uuid_at, uuid, sizeof(uuid));
	if (label_at)
		put(label_at, label, strlen(label));
}

static void ext(u32 compat, u32 incompat, u32 ro_compat, const char *want, const char *what)
{
	const u8 bits[12] = {
		compat, compat >> 8, compat >> 16, compat >> 24,
		incompat, incompat >> 8, incompat >> 16, incompat >> 24,
		ro_compat, ro_compat >> 8, ro_compat >> 16, ro_compat >> 24,
	};

	make(0x438, "\x53\xef", 2, 0x468, 0x478, "sixteen letters!");
	memset(disk + 0x488, 'x', 64);		/* s_last_mounted is right behind it */
	put(0x45c, bits, sizeof(bits));
	tap_text(probe(), want, what);
}

static void exts(void)
{
	ext(0x38, 0x2, 0x3, "ext2 " UUID " [sixteen letters!]", "mke2fs -t ext2");
	ext(0x3c, 0x2, 0x3, "ext3 " UUID " [sixteen letters!]", "mke2fs -t ext3");
	ext(0x3c, 0x6, 0x3, "ext3 " UUID " [sixteen letters!]", "an ext3 that was not unmounted");
	ext(0x3c, 0x2c2, 0x46b, "ext4 " UUID " [sixteen letters!]", "mke2fs -t ext4");
	ext(0x38, 0x42, 0x3, "ext4 " UUID " [sixteen letters!]", "without a journal, with extents");
	ext(0x3c, 0x2, 0x8, "ext4 " UUID " [sixteen letters!]", "huge files alone");
	ext(0x3c, 0x80000002, 0x3, "ext4 " UUID " [sixteen letters!]", "a feature of the future");
}

static void others(void)
{
	make(0x400, "\x10\x20\xf5\xf2", 4, 0x46c, 0x47c, "");
	put(0x47c, "a\0\xe4\0\xac\x20\0\0b", 9);
	tap_text(probe(), "f2fs " UUID " [a\u00e4\u20ac]", "f2fs, in UTF-16, up to its end");
	make(0x10040, "_BHRfS_M", 8, 0x10020, 0x1012b, "home");
	tap_text(probe(), "btrfs " UUID " [home]", "btrfs");
	make(0, "XFSB", 4, 32, 108, "twelve chars");
	disk[120] = 'x';
	tap_text(probe(), "xfs " UUID " [twelve chars]", "xfs");
	make(0x400, "\xe2\xe1\xf5\xe0", 4, 0x430, 0x440, "rom");
	tap_text(probe(), "erofs " UUID " [rom]", "erofs");
	make(0, "hsqs", 4, 0, 0, NULL);
	tap_text(probe(), "squashfs  []", "squashfs");
	make(0, "\x31\x18\x10\x06", 4, 108, 0, NULL);
	tap_text(probe(), "ubifs " UUID " []", "ubifs");
	make(0, "\x85\x19\x03\x20", 4, 0, 0, NULL);
	tap_text(probe(), "jffs2  []", "jffs2, little endian");
	make(0, "\x19\x85\x20\x03", 4, 0, 0, NULL);
	tap_text(probe(), "jffs2  []", "jffs2, big endian");
}

static void swaps(void)
{
	u32 page;

	for (page = 0x800; page <= 0x10000; page *= 2) {
		make(page - 10, "SWAPSPACE2", 10, 0x40c, 0x41c, "swap");
		tap_text(probe(), page < 0x1000 ? "nothing" : "swap " UUID " [swap]",
			 "swap, each size of page");
	}
}

static void fats(void)
{
	make(0x52, "FAT32   ", 8, 0, 0x47, "LABEL 32   ");
	put(0x43, "\xde\xc0\xad\x0b", 4);
	tap_text(probe(), "vfat 0BAD-C0DE [LABEL 32]", "FAT32");
	put(0x43, "\0\0\0\0", 4);
	tap_text(probe(), "vfat  [LABEL 32]", "no serial number");
	make(0x36, "FAT16   ", 8, 0, 0x2b, "NO NAME    ");
	put(0x27, "\0\0\0\x0a", 4);
	tap_text(probe(), "vfat 0A00-0000 []", "FAT16 with no name, which it says");
	make(0x36, "FAT12   ", 8, 0, 0x2b, "ELEVENCHARS");
	put(0x27, "\x34\x12\xab\xcd", 4);
	tap_text(probe(), "vfat CDAB-1234 [ELEVENCHARS]", "FAT12");
	make(3, "EXFAT   ", 8, 0, 0, NULL);
	put(0x64, "\xfe\xca\xef\xbe", 4);
	tap_text(probe(), "exfat BEEF-CAFE []", "exfat");
	make(3, "NTFS    ", 8, 0, 0, NULL);
	tap_text(probe(), "nothing", "NTFS is another");
	make(0x478, "NO NAME", 7, 0x468, 0, NULL);
	put(0x438, "\x53\xef", 2);
	tap_text(probe(), "ext2 " UUID " [NO NAME]", "which an ext may be called");
}

static void labels(void)
{
	char want[1024];
	int i;

	make(0x10040, "_BHRfS_M", 8, 0x10020, 0, NULL);
	memset(disk + 0x1012b, 'l', 256);
	sprintf(want, "btrfs " UUID " [%.*s]", 255, (char *)disk + 0x1012b);
	tap_text(probe(), want, "255 letters and no NUL");
	put(0x1012b, "a\nb\033[2Jc\177 \xc3\xa4\t  \0x", 18);
	tap_text(probe(), "btrfs " UUID " [a?b?[2Jc? \u00e4?]",
		 "what a terminal would obey, and blanks");
	make(0x10040, "_BHRfS_M", 8, 0x10020, 0x1012b, "    ");
	tap_text(probe(), "btrfs " UUID " []", "nothing but blanks");
	make(0x400, "\x10\x20\xf5\xf2", 4, 0x46c, 0, NULL);
	memset(disk + 0x47c, 0xff, 1024);
	i = sprintf(want, "f2fs " UUID " [");
	while (i < 43 + 3 * 255)
		i += sprintf(want + i, "\xef\xbf\xbf");
	sprintf(want + i, "]");
	tap_text(probe(), want, "the longest in UTF-16");
	put(0x47c, "\x7f\0\x80\0\xff\x07\0\x08\x3c\xd8\x89\xdf\x0a\0\0\0", 16);
	tap_text(probe(), "f2fs " UUID " [?\xc2\x80\xdf\xbf\u0800\?\?\?]",
		 "1, 2 and 3 bytes of UTF-8; what is two words in UTF-16 is not shown");
	make(0x438, "\x53\xef", 2, 0, 0, NULL);
	tap_text(probe(), "ext2  []", "a UUID of zeroes is none");
}

/* Whatever a device has, and wherever it ends. */
static void hostile(void)
{
	u32 next = 1;
	u32 round;
	u32 i;

	empty();
	tap_text(probe(), "nothing", "zeroes");
	memset(disk, 0xff, sizeof(disk));
	tap_text(probe(), "nothing", "erased flash");
	for (round = 0; round < 13 * 64; round++) {
		const struct superblock *row = superblocks + round % SUPERBLOCKS;
		u32 at = row->at + (row->far << 16);

		for (i = 0; i < 0x700; i++) {
			next = next * 1103515245 + 12345;
			disk[i] = next >> 16;
			disk[0x10000 + i] = next >> 24;
		}
		for (i = 0; i < 4; i++)
			if (i < 2 || row->magic >> 16)
				disk[at + i] = row->magic >> 8 * i;
		probe();
	}
	tap(1, "random bytes behind each magic");
	make(0x10040, "_BHRfS_M", 8, 0x10020, 0x1012b, "home");
	put(0, "\x85\x19", 2);
	for (size = 0; size < SIZE; size += size < 0x800 || size > 0xfff0 ? 1 : 61)
		if (strcmp(probe(), size < 540 ? "nothing" :
			   size < 0x10230 ? "jffs2  []" : "btrfs " UUID " [home]"))
			break;
	tap_long(size, SIZE, "a device that ends anywhere; strong magics come first");
	size = SIZE;
	tap(!outside, "nothing is read behind the first 65 KiB");
}

static void found(const char *spec, int want, const char *what)
{
	tap_long(superblock_find(&boot, text(spec)), want, what);
	if (!want)
		tap_text(boot.path, "/dev/loop0", "  and it is the one");
}

static void finding(void)
{
	make(0x438, "\x53\xef", 2, 0x468, 0x478, "Data 1");
	found("UUID=" UUID, 0, "a UUID");
	found("UUID=C12A7328-F81F-11D2-BA4B-00A0C93EC93B", 0, "in capitals");
	found("UUID=c12a7328-f81f-11d2-ba4b-00a0c93ec93", -ENODEV, "a digit less");
	found("UUID=c12a7328-f81f-11d2-ba4b-00a0c93ec93b0", -ENODEV, "a digit more");
	found("UUID=c12a7328-f81f-11d2-ba4b-00a0c93ec93b ", -ENODEV, "a blank more");
	found("UUID=d12a7328-f81f-11d2-ba4b-00a0c93ec93b", -ENODEV, "another");
	found("UUID=", -ENODEV, "no UUID");
	found("LABEL=Data 1", 0, "a label");
	found("LABEL=data 1", -ENODEV, "another label");
	found("LABEL=Data 10", -ENODEV, "a longer one");
	found("LABEL=Data", -ENODEV, "a shorter one");
	found("LABEL=", -ENODEV, "no label");
	found("ID=1", -EINVAL, "something else");
	found("", -EINVAL, "nothing");
	disk[0x478] = '\0';
	memset(disk + 0x468, 0, 16);
	found("LABEL=", -ENODEV, "no label where there is none");
	found("UUID=", -ENODEV, "nor UUID");
	make(0, "\x31\x18\x10\x06", 4, 108, 0, NULL);
	put(108, "x", 1);
	superblock_find(&boot, "UUID=" UUID);
	tap_text(boot.path, "/dev/ubi0_1", "volumes of UBI are looked at, too");
}

static void type(const char *want, int want_err, const char *what)
{
	tap_long(block_type(&boot), want_err, what);
	tap_text(boot.type, want, "  its name for mount(2)");
	tap_text(opened, "/dev/sda2", "  the device");
}

static void types(void)
{
	path(&boot, "/dev/sda2", NULL);
	make(0x438, "\x53\xef", 2, 0x468, 0, NULL);
	type("ext4", 0, "an ext2 can be the overlay");
	make(0x400, "\x10\x20\xf5\xf2", 4, 0x46c, 0, NULL);
	type("f2fs", 0, "f2fs can be the overlay");
	make(0, "XFSB", 4, 32, 0, NULL);
	type("xfs", 0, "xfs can be the overlay");
	make(0x36, "FAT16   ", 8, 0, 0, NULL);
	type(NULL, -ENODATA, "vfat cannot be the overlay");
	make(0, "hsqs", 4, 0, 0, NULL);
	type(NULL, -ENODATA, "nor can squashfs");
	empty();
	boot.type = NULL;
	type(NULL, -ENODATA, "nothing");
	path(&boot, "/dev/gone", NULL);
	tap_long(block_type(&boot), -ENXIO, "a device that is not there");
}

int main(void)
{
	exts();
	others();
	swaps();
	fats();
	labels();
	hostile();
	finding();
	types();
	return tap_done();
}
