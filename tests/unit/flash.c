// SPDX-License-Identifier: GPL-2.0-only
/*
 * dev/jffs2.c and cmd/format.c on a NOR chip made of memory, whose power is cut in each
 * write and each erase, in each way that such a thing is left half done.
 */
#include "../../init/cmd/cmd.h"
#include "tap.h"

#include <mtd/mtd-abi.h>
#include <setjmp.h>

#define ERASE	8192
#define BLOCKS	6
#define SIZE	(BLOCKS * ERASE)
#define CHIP	4			/* its descriptor */
#define NEVER	(-1)

static const char proc_mtd[] = "mtd7: 0000c000 00002000 \"rootfs_data\"\n";

static struct boot b;
static u8 chip[SIZE];
static long place;			/* where the next byte is read or written */
static unsigned int erased[BLOCKS];	/* how often */
static int until;			/* changes that are made before the power is cut */
static unsigned int tear;		/* how the last of them is left */
static int locked;			/* erases and writes are ignored */
static int bad;				/* something that no chip could do was asked for */
static jmp_buf power;

/* Is this the change in which the power goes? */
static int cut(void)
{
	return until != NEVER && !until--;
}

/* A few bits, none or all. */
static u8 noise(size_t i)
{
	static const u8 some[] = { 0x00, 0xff, 0x5a, 0xa5, 0x81 };

	return some[(i * 7 + tear) % (tear % 4 + 1)];
}

long sys_open(const char *path, int flags, int mode)
{
	(void)flags;
	(void)mode;
	place = 0;
	return strcmp(path, "/dev/mtd7") ? -ENOENT : CHIP;
}

long sys_lseek(int fd, long offset, int whence)
{
	bad |= fd != CHIP || whence || offset < 0 || offset >= SIZE;
	place = offset;
	return offset;
}

long sys_read(int fd, void *buf, size_t len)
{
	if (fd != CHIP || place + len > SIZE)
		return -EIO;
	memcpy(buf, chip + place, len);
	place += len;
	return len;
}

long sys_write(int fd, const void *buf, size_t len)
{
	const u8 *data = buf;
	int last = cut();
	size_t i;

	bad |= fd != CHIP || place + len > SIZE;
	for (i = 0; i < len && !bad && !locked; i++) {
		u8 *cell = &chip[place + i];

		bad |= (*cell & data[i]) != data[i];	/* a 1 is had by an erase only */
		if (last && i >= tear % (len + 1))
			*cell &= data[i] | noise(i);
		else
			*cell &= data[i];
		if (last && i >= tear % (len + 1))
			longjmp(power, 1);
	}
	if (last)
		longjmp(power, 1);
	return len;
}

long sys_ioctl(int fd, unsigned long request, const void *arg)
{
	const struct erase_info_user *erase = arg;
	int last = request == MEMERASE && cut();
	u32 i;

	bad |= fd != CHIP || (request != MEMERASE && request != MEMUNLOCK);
	if (bad || request == MEMUNLOCK)
		return -EOPNOTSUPP;
	bad |= erase->start % ERASE || erase->length != ERASE || erase->start >= SIZE;
	if (bad || locked)
		return 0;
	erased[erase->start / ERASE]++;
	for (i = 0; i < ERASE; i++)
		chip[erase->start + i] = last ? noise(i) : 0xff;
	if (last)
		longjmp(power, 1);
	return 0;
}

long sys_close(int fd)
{
	bad |= fd != CHIP;
	return 0;
}

long sys_mkdir(const char *path, int mode)
{
	(void)path;
	(void)mode;
	return 0;
}

void cmd_line(struct boot *boot)
{
	boot->at = boot->line;
}

/* A node's first four bytes, in this CPU's order. */
static void node(u32 at, u16 type)
{
	const u16 head[] = { 0x1985, type };

	memcpy(chip + at, head, sizeof(head));
}

static void clean(u32 at)
{
	const u16 head[] = { 0x1985, 0x2003 };
	const u32 rest[] = { 12, sizeof(long) == 4 ? 0xf060dc98 : 0xe41eb0b1 };

	memset(chip + at, 0xff, ERASE);
	memcpy(chip + at, head, sizeof(head));
	memcpy(chip + at + 4, rest, sizeof(rest));
}

static int is_clean(u32 at)
{
	static u8 kept[ERASE];
	int same;

	memcpy(kept, chip + at, ERASE);
	clean(at);
	same = !memcmp(kept, chip + at, ERASE);
	memcpy(chip + at, kept, ERASE);
	return same;
}

static unsigned int clean_blocks(unsigned int from)
{
	unsigned int n = 0;

	for (; from < BLOCKS; from++)
		n += is_clean(from * ERASE);
	return n;
}

/* A file system in use: cleanmarkers that are obsolete, inodes and names behind them. */
static void in_use(void)
{
	u32 at;

	memset(chip, 0xff, sizeof(chip));
	for (at = 0; at < SIZE; at += ERASE) {
		node(at, 0x0003);
		node(at + 12, 0xe001);
		memset(chip + at + 16, 'd', ERASE / 2);
	}
}

static int state(void)
{
	struct mtd mtd;

	strcpy(b.text, proc_mtd);
	return jffs2_state(&b, "rootfs_data", &mtd);
}

static int format(void)
{
	struct mtd mtd = { .index = 7, .size = SIZE, .erasesize = ERASE };

	b.at = b.line;
	memset(erased, 0, sizeof(erased));
	return jffs2_format(&b, &mtd);
}

/* Whatever lies in the block that jffs2 was just erasing, or marking as clean. */
static void jffs2_loses_power(void)
{
	static const u8 left[] = { 0xff, 0x00, 0x5a, 0x85, 0x19 };
	unsigned int wrong = 0;
	u32 at;
	size_t i;

	in_use();
	for (i = 0; i < sizeof(left); i++)
		for (at = 0; at < SIZE; at += ERASE) {
			in_use();
			memset(chip + at, left[i], ERASE);
			wrong += state() != OVERLAY_JFFS2;
		}
	tap_long(wrong, 0, "a block that jffs2 was erasing");
	for (i = 1; i < 12; i++) {
		in_use();
		clean(0);
		memset(chip + i, 0xff, ERASE - i);
		wrong += state() != OVERLAY_JFFS2;
	}
	tap_long(wrong, 0, "a cleanmarker that is cut off");
	memset(chip, 0xff, SIZE - ERASE);
	tap_long(state(), OVERLAY_JFFS2, "all blank but the last block");
}

static void what_is_there(void)
{
	u32 at;

	memset(chip, 0xff, sizeof(chip));
	tap_long(state(), OVERLAY_BLANK, "a blank chip");
	memcpy(chip + 2 * ERASE, "\xde\xad\xc0\xde", 4);
	tap_long(state(), OVERLAY_BLANK, "a marker that is not at the start");
	memcpy(chip + 3 * ERASE, "UBI#", 4);
	tap_long(state(), OVERLAY_UNKNOWN, "blank at the start, but UBI behind it");
	in_use();
	memcpy(chip, "\xde\xad\xc0\xde", 4);
	tap_long(state(), OVERLAY_UNFORMATTED, "the marker, and an old jffs2 behind it");
	for (at = 0; at < SIZE; at += ERASE)
		memcpy(chip + at, "hsqs", 4);
	tap_long(state(), OVERLAY_UNKNOWN, "neither blank nor jffs2");
}

static void start(unsigned int how)
{
	memset(chip, 0xff, sizeof(chip));
	if (how == 1 || how == 2)
		in_use();
	if (how == 2)
		memset(chip + ERASE, 'x', sizeof(chip) - ERASE);
	if (how < 3)
		memcpy(chip, "\xde\xad\xc0\xde", 4);
	else if (how == 3)
		memcpy(chip, "\xde\xef", 2);
}

static void formats(void)
{
	unsigned int how;
	unsigned int i;

	for (how = 0; how < 5; how++) {
		start(how);
		until = NEVER;
		tap_long(format(), 0, "a partition is formatted");
		tap_long(clean_blocks(0), BLOCKS, "  all of it");
		tap_long(state(), OVERLAY_JFFS2, "  and is jffs2");
		for (i = 0; i < BLOCKS && erased[i] <= 1; i++)
			;
		tap_long(i, BLOCKS, "  with one erase for each block at the most");
	}
	tap_long(erased[1], 0, "  and none for one that was blank");
	locked = 1;
	start(2);
	tap_long(format(), -EIO, "a chip that ignores what it is told");
	start(4);
	tap_long(format() || clean_blocks(0), 0, "  its blank blocks show it at the mount");
	locked = 0;
}

/* Return: 1 if there was no change of that number. */
static int format_cut(int at)
{
	until = at;
	if (setjmp(power))
		return 0;
	format();
	until = NEVER;
	return 1;
}

/*
 * jffs2, so that the next boot mounts it: then there is nothing left that it would have
 * to erase but the first block. Or free to be formatted, which works then.
 */
static int survives(void)
{
	int now;

	until = NEVER;
	now = state();
	if (now == OVERLAY_JFFS2)
		return clean_blocks(1) == BLOCKS - 1;
	if (now != OVERLAY_UNFORMATTED && now != OVERLAY_BLANK)
		return 0;
	return !format() && clean_blocks(0) == BLOCKS;
}

/* Twice: the second time while that is repaired. */
static unsigned int cuts(unsigned int how, unsigned int *tried)
{
	unsigned int wrong = 0;
	int first;

	for (first = 0; ; first++) {
		start(how);
		if (format_cut(first))
			return wrong;
		if (state() > OVERLAY_JFFS2)
			format_cut((first * 5 + tear) % (2 * BLOCKS));
		wrong += !survives();
		start(how);
		format_cut(first);
		wrong += !survives();
		*tried += 2;
	}
}

static void power_cuts(void)
{
	unsigned int tried = 0;
	unsigned int wrong;
	unsigned int how;

	for (how = 0; how < 5; how++) {
		wrong = 0;
		for (tear = 0; tear < 26; tear++)
			wrong += cuts(how, &tried);
		tap_long(wrong, 0, "formatting, the power cut at each change");
	}
	tap(tried > 1000, "these were many");
}

int main(void)
{
	what_is_there();
	jffs2_loses_power();
	formats();
	power_cuts();
	tap(!bad, "the chip was asked for nothing impossible");
	return tap_done();
}
