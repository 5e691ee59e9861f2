// SPDX-License-Identifier: GPL-2.0-only
#include "../../init/fmt/fmt.h"
#include "tap.h"

#define HEAD	"dev:    size   erasesize  name\n"

static void finds(const char *file, const char *name, u32 index, u32 size, u32 erase,
		  const char *what)
{
	struct mtd mtd = { 0 };

	tap_long(procmtd_find(text(file), name, &mtd), 0, what);
	tap_long(mtd.index, index, "  index");
	tap_long(mtd.size, size, "  size");
	tap_long(mtd.erasesize, erase, "  erase block");
}

static void lacks(const char *file, const char *name, const char *what)
{
	struct mtd mtd;

	tap_long(procmtd_find(text(file), name, &mtd), -ENODEV, what);
}

static const char malta[] = HEAD
	"mtd0: 00400000 00010000 \"1e000000.flash\"\n"
	"mtd1: 00100000 00010000 \"YAMON\"\n"
	"mtd2: 002e0000 00010000 \"User FS\"\n"
	"mtd3: 00020000 00010000 \"Board Config\"\n"
	"mtd4: 00370000 00010000 \"firmware\"\n"
	"mtd10: 000e0000 00010000 \"rootfs_data\"\n";

static void good(void)
{
	finds(malta, "1e000000.flash", 0, 0x400000, 0x10000, "the first");
	finds(malta, "User FS", 2, 0x2e0000, 0x10000, "a name with a blank");
	finds(malta, "rootfs_data", 10, 0xe0000, 0x10000, "two digits");
	finds("mtd0: 00000000 00000001 \"a\"", "a", 0, 0, 1, "no newline at the end");
	finds("mtd0: ffffffff 00000200 \"a\"\n", "a", 0, 0xffffffff, 512, "4 GiB - 1");
	finds("mtd0: 00000001 00000200 \"a\"\nmtd1: 00000002 00000200 \"a\"\n", "a", 0, 1, 512,
	      "the first of two of one name");
	finds("mtd0: 00000001 00000200 \"a\"b\"\n", "a\"b", 0, 1, 512, "a quote in the name");
}

static void bad(void)
{
	lacks("", "firmware", "an empty file");
	lacks(HEAD, "firmware", "no device");
	lacks(malta, "firm", "the start of a name");
	lacks(malta, "firmware2", "more than a name");
	lacks(malta, "FIRMWARE", "another case");
	lacks("mtd0: 00370000 00010000 \"firmware", "firmware", "cut off behind the name");
	lacks("mtd0: 00370000 00010000 \"firm", "firmware", "cut off in the name");
	lacks("mtd0: 00370000 00010000 \"", "", "cut off before the name");
	lacks("mtd0: 00370000 00010000 ", "", "cut off before the quote");
	lacks("mtd0: 00370000", "firmware", "cut off behind the size");
	lacks("mtd0:", "firmware", "cut off behind the number");
	lacks("mtd", "firmware", "cut off in the number");
	lacks("m", "firmware", "cut off at once");
	lacks("mtd0: 0000000100000000 00010000 \"big\"\n", "big", "4 GiB and more");
	lacks("mtd0: 00370000 \"a\"\n", "a", "a number less");
	lacks("mtd0: 00370000 00000000 \"a\"\n", "a", "no erase block (a RAM disk)");
	lacks("mtd0: 370000 10000 \"a\"\n", "a", "fewer digits, which the kernel never writes");
	lacks("mtd0: 00370000 00010000 \"x\nmtd1\"\n", "x\nmtd1x", "a newline in the name");
	lacks("\xff\xff\xff\xff\n\xff", "a", "garbage");
	lacks("\n\n\n\n", "a", "empty lines");
}

/* 256 partitions of names that are as long as the kernel lets them be. */
static void most(void)
{
	static char file[KNIT_TEXT_MAX];
	size_t at = 0;
	char name[65];
	int i;

	memset(name, 'n', 64);
	name[64] = '\0';
	for (i = 0; i < 256; i++)
		at += snprintf(file + at, sizeof(file) - at,
			       "mtd%d: 00010000 00010000 \"%.60s%04d\"\n", i, name, i);
	tap(at < sizeof(file), "256 partitions fit into the room");
	memset(name, 'n', 60);
	memcpy(name + 60, "0255", 5);
	finds(file, name, 255, 0x10000, 0x10000, "the last of 256");
}

int main(void)
{
	good();
	bad();
	most();
	return tap_done();
}
