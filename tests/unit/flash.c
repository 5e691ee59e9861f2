// SPDX-License-Identifier: GPL-2.0-only
/*
 * dev/jffs2.c and cmd/format.c on a NOR chip made of memory, whose power is cut in each
 * write and each erase, in each way that such a thing is left half done.
 */
#include "../../init/cmd/cmd.h"
#include "tap.h"
#include "chip.h"

static const char proc_mtd[] = "mtd7: 0000c000 00002000 \"rootfs_data\"\n";

struct boot boot;		/* the one that report.c knows */

void print(const char *s)
{
	(void)s;
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

	memcpy(boot.text, proc_mtd, sizeof(proc_mtd));
	return jffs2_state(&boot, "rootfs_data", &mtd);
}

static int format(void)
{
	struct mtd mtd = { .index = 7, .size = SIZE, .erasesize = ERASE };

	boot.at = boot.line;
	memset(erased, 0, sizeof(erased));
	return jffs2_format(&boot, &mtd, 0);
}

/* Back to what an image has: the marker, and not a byte more. */
static int reset(void)
{
	struct mtd mtd = { .index = 7, .size = SIZE, .erasesize = ERASE };

	boot.at = boot.line;
	memset(erased, 0, sizeof(erased));
	return jffs2_format(&boot, &mtd, 1);
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
	tap_long(format(), -EROFS, "a chip that ignores what it is told");
	start(4);
	tap_long(format() || clean_blocks(0), 0, "  its blank blocks show it at the mount");
	locked = 0;
}

static void resets(void)
{
	unsigned int how;
	size_t i;

	for (how = 0; how < 6; how++) {
		if (how == 5) {
			start(4);
			until = NEVER;
			format();	/* cleanmarkers are to go, too */
		} else {
			start(how);
		}
		until = NEVER;
		tap_long(reset(), 0, "a partition is reset");
		for (i = 4; i < sizeof(chip) && chip[i] == 0xff; i++)
			;
		tap_long(i, sizeof(chip), "  all of it is erased");
		tap(!memcmp(chip, "\xde\xad\xc0\xde", 4), "  but for the marker");
		for (i = 0; i < BLOCKS && erased[i] <= 1; i++)
			;
		tap_long(i, BLOCKS, "  with one erase for each block at the most");
	}
	locked = 1;
	start(2);
	tap_long(reset(), -EROFS, "a chip that ignores what it is told");
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
	resets();
	power_cuts();
	tap(!bad, "the chip was asked for nothing impossible");
	return tap_done();
}
