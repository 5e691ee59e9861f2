// SPDX-License-Identifier: GPL-2.0-only
/* uimage.c, squashfs.c, overlay.c, blocktype.c: what lies in the flash, or on a disk. */
#include "../../init/fmt/fmt.h"
#include "tap.h"

static void put32(u8 *p, u32 n, int big)
{
	int i;

	for (i = 0; i < 4; i++)
		p[i] = n >> 8 * (big ? 3 - i : i);
}

static void uimage(u32 magic, u32 size, int big, int want, u32 want_size, const char *what)
{
	u8 head[UIMAGE_HEADER] = { 0 };
	u32 got = 0;

	put32(head, magic, big);
	put32(head + 12, size, big);
	tap_long(uimage_size(exactly(head, sizeof(head)), &got), want, what);
	if (!want)
		tap_long(got, want_size, "  size");
}

static void uimages(void)
{
	u32 head[UIMAGE_HEADER / 4];
	u32 size;

	uimage(0x27051956, 2000000, 1, 0, 2000064, "a uImage of 2 MB");
	uimage(0x27051956, 0, 1, 0, 64, "an empty uImage");
	uimage(0x27051956, 0x7fffffbf, 1, 0, 0x7fffffff, "the largest uImage");
	uimage(0x27051956, 0x7fffffc0, 1, -ENOEXEC, 0, "a uImage of 2 GiB");
	uimage(0x27051956, 0xffffffff, 1, -ENOEXEC, 0, "a uImage of 4 GiB");
	uimage(0x27051956, 0xffffffc0, 1, -ENOEXEC, 0, "a uImage whose end wraps to 0");
	uimage(0x27051956, 4096, 0, -ENOEXEC, 0, "a uImage in the wrong byte order");
	uimage(0x27051957, 4096, 1, -ENOEXEC, 0, "another magic");
	memset(head, 0xff, sizeof(head));
	tap_long(uimage_size(head, &size), -ENOEXEC, "erased flash is no uImage");
	memset(head, 0, sizeof(head));
	tap_long(uimage_size(head, &size), -ENOEXEC, "zeroes are no uImage");
}

static void squashfs(u32 magic, u32 major, u32 low, u32 high, int want, const char *what)
{
	u8 head[SQUASHFS_HEADER] = { 0 };
	u32 got = 0;

	put32(head, magic, 0);
	head[28] = major;
	put32(head + 40, low, 0);
	put32(head + 44, high, 0);
	tap_long(squashfs_size(exactly(head, sizeof(head)), &got), want, what);
	if (!want)
		tap_long(got, low, "  size");
}

static void squashes(void)
{
	u32 head[SQUASHFS_HEADER / 4];
	u32 size;

	squashfs(0x73717368, 4, 900000, 0, 0, "a squashfs");
	squashfs(0x73717368, 4, 0x7fffffff, 0, 0, "the largest squashfs");
	squashfs(0x73717368, 4, 0x80000000, 0, -EFBIG, "a squashfs of 2 GiB");
	squashfs(0x73717368, 4, 4096, 1, -EFBIG, "a squashfs of 4 GiB and 4 KiB");
	squashfs(0x73717368, 4, 0xffffffff, 0xffffffff, -EFBIG, "a squashfs of 16 EiB");
	squashfs(0x73717368, 3, 900000, 0, -ENOEXEC, "version 3");
	squashfs(0x68737173, 4, 900000, 0, -ENOEXEC, "big endian (version 3 had that)");
	memset(head, 0xff, sizeof(head));
	tap_long(squashfs_size(head, &size), -ENOEXEC, "erased flash is no squashfs");
	memset(head, 0, sizeof(head));
	tap_long(squashfs_size(head, &size), -ENOEXEC, "zeroes are no squashfs");
}

static void overlay(const char *head, enum overlay_state want, const char *what)
{
	u32 word;

	memcpy(&word, head, sizeof(word));
	tap_long(overlay_state(word), want, what);
}

static void overlays(void)
{
	int big = __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__;
	enum overlay_state le = big ? OVERLAY_UNKNOWN : OVERLAY_JFFS2;
	enum overlay_state be = big ? OVERLAY_JFFS2 : OVERLAY_UNKNOWN;

	overlay("\x85\x19\x03\x20", le, "a little-endian jffs2");
	overlay("\x19\x85\x20\x03", be, "a big-endian jffs2");
	overlay("\x85\x19\xff\xff", le, "its magic is enough");
	overlay("\xde\xad\xc0\xde", OVERLAY_UNFORMATTED, "the marker");
	overlay("\xde\xc0\xad\xde", OVERLAY_UNKNOWN, "the marker, backwards");
	overlay("\xff\xff\xff\xff", OVERLAY_BLANK, "erased");
	overlay("\xde\xad\xff\xff", OVERLAY_BLANK, "half of the marker");
	overlay("\xfe\xbd\xc1\xff", OVERLAY_BLANK, "the marker, not all bits cleared");
	overlay("\xde\xad\xc0\xdc", OVERLAY_UNKNOWN, "the marker, a bit more cleared");
	overlay("\xff\xff\xff\xfd", OVERLAY_UNKNOWN, "nearly erased");
	overlay("\0\0\0\0", OVERLAY_UNKNOWN, "zeroes");
	overlay("hsqs", OVERLAY_UNKNOWN, "a squashfs");
}

static void block(size_t at, u32 magic, const char *want, const char *what)
{
	u8 head[BLOCKTYPE_HEADER] = { 0 };

	put32(head + at, magic, 0);
	tap_text(block_fstype(exactly(head, sizeof(head))), want, what);
}

static void blocks(void)
{
	u32 head[BLOCKTYPE_HEADER / 4];

	block(0x438, 0xef53, "ext4", "an ext4");
	block(0x438, 0x1ef53, "ext4", "an ext4 that was not unmounted");
	block(0x400, 0xf2f52010, "f2fs", "an f2fs");
	block(0x438, 0x53ef, NULL, "the magic of ext4 in the wrong byte order");
	block(0x400, 0x1020f5f2, NULL, "the magic of f2fs in the wrong byte order");
	block(0, 0xf2f52010, NULL, "a magic elsewhere");
	memset(head, 0xff, sizeof(head));
	tap_text(block_fstype(head), NULL, "all 0xff");
}

static void bytes(void)
{
	const u32 *p = exactly("\x81\x02\x83\xf4", 4);

	tap_long(le32(*p), 0xf4830281, "little endian, the top bit set");
	tap_long(be32(*p), 0x810283f4, "big endian, the top bit set");
	tap_long(round_up(0, 0x10000), 0, "0 is rounded");
	tap_long(round_up(1, 0x10000), 0x10000, "1 is rounded up");
	tap_long(round_up(0x10000, 0x10000), 0x10000, "a block stays");
	tap_long(round_up(0x7fffffff, 0x10000), 0x80000000, "2 GiB is no overflow");
}

int main(void)
{
	uimages();
	squashes();
	overlays();
	blocks();
	bytes();
	return tap_done();
}
