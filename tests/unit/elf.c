// SPDX-License-Identifier: GPL-2.0-only
/* elf_needs() on files made here, good and bad, and on this program itself. */
#include "../../init/fmt/fmt.h"
#include "tap.h"

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define ORDER	1
#else
#define ORDER	2
#endif

#define VADDR	0x10000	/* where the file would be in memory */
#define DYNS	6
#define NEEDED	1
#define TEXTS	5

/* A program with an interpreter and two libraries. */
static const struct file {
	struct elf_header head;
	struct elf_segment segments[3];
	struct elf_dynamic dyns[DYNS];
	char texts[32];
	char interp[16];
} good = {
	.head = {
		.ident = { 0x7f, 'E', 'L', 'F', sizeof(long) / 4, ORDER },
		.segments = offsetof(struct file, segments),
		.nr = 3,
	},
	.segments = {
		{ .type = 3, .offset = offsetof(struct file, interp) },
		{ .type = 1, .vaddr = VADDR, .size = sizeof(struct file) },
		{ .type = 2, .offset = offsetof(struct file, dyns),
		  .size = sizeof(good.dyns) },
	},
	.dyns = {
		{ NEEDED, 1 },
		{ 14, 1 },
		{ NEEDED, 11 },
		{ TEXTS, VADDR + offsetof(struct file, texts) },
		{ 0, 0 },
		{ NEEDED, 1 },
	},
	.texts = "\0libone.so\0libc.so.6",
	.interp = "/lib/ld.so",
};

static const char *needs(const struct file *f, size_t size, unsigned int n)
{
	return elf_needs(exactly(f, size), size, n);
}

static void answers(const struct file *f, const char *interp, const char *one, const char *two,
		    const char *what)
{
	printf("# %s\n", what);
	tap_text(needs(f, sizeof(*f), 0), interp, "  interpreter");
	tap_text(needs(f, sizeof(*f), 1), one, "  the first library");
	tap_text(needs(f, sizeof(*f), 2), two, "  the second one");
	tap_text(needs(f, sizeof(*f), 3), NULL, "  no third one");
}

static void test_bad(void)
{
	struct file f = good;

	f.head.ident[4] ^= 3;
	answers(&f, NULL, NULL, NULL, "of the other word size");
	f = good;
	f.head.ident[5] ^= 3;
	answers(&f, NULL, NULL, NULL, "of the other byte order");
	f = good;
	f.head.segments = -sizeof(long);
	answers(&f, NULL, NULL, NULL, "segments told to be far outside");
	f = good;
	f.head.segments++;
	answers(&f, NULL, NULL, NULL, "segments at an odd address");
	f = good;
	f.head.nr = 0xffff;
	answers(&f, NULL, NULL, NULL, "more segments than fit");
	f = good;
	f.segments[0].offset = -1;
	answers(&f, NULL, "libone.so", "libc.so.6", "an interpreter that is not there");
	f = good;
	memset(f.interp, 'x', sizeof(f.interp));
	answers(&f, NULL, "libone.so", "libc.so.6", "an interpreter without an end");
	f = good;
	f.segments[2].size = -sizeof(f.dyns[0]);
	answers(&f, "/lib/ld.so", NULL, NULL, "a dynamic segment without an end");
	f = good;
	f.dyns[2].value = 1 << 20;
	answers(&f, "/lib/ld.so", "libone.so", NULL, "a name that is not there");
	f = good;
	f.dyns[3].value = VADDR - 1;
	answers(&f, "/lib/ld.so", NULL, NULL, "texts that are in no segment");
	f = good;
	f.dyns[3].tag = 0;
	answers(&f, "/lib/ld.so", NULL, NULL, "no texts at all");
}

/* Cut off anywhere: nothing is read behind the end (the sanitizer sees it). */
static void test_short(void)
{
	size_t size;
	int found = 0;

	for (size = 0; size < sizeof(good); size++)
		found += !!needs(&good, size, 2);
	tap_long(found, sizeof(good) - offsetof(struct file, texts) - 21,
		 "a file that is cut off is believed as far as it goes");
}

/* What a linker has made: this program; mips' is static. */
static void test_real(void)
{
	static char buf[8 << 20] __attribute__((aligned(8)));
	FILE *f = fopen("/proc/self/exe", "r");
	size_t size = f ? fread(buf, 1, sizeof(buf), f) : 0;
	int libc = 0;
	const char *name;
	unsigned int n;

	tap(size > 0 && size < sizeof(buf), "reads itself");
	if (memcmp(buf, good.head.ident, 6)) {
		tap_text(elf_needs(buf, size, 0), NULL, "the emulator is another CPU's");
		return;
	}
	for (n = 1; (name = elf_needs(buf, size, n)); n++)
		libc |= !strcmp(name, "libc.so.6");
	name = elf_needs(buf, size, 0);
	tap(name && (strstr(name, "/ld") ? libc : n == 1), "a program of the linker's");
}

int main(void)
{
	answers(&good, "/lib/ld.so", "libone.so", "libc.so.6", "a good file");
	tap_text(elf_needs(exactly("#!/bin/sh\n", 10), 10, 0), NULL, "a script");
	tap_text(elf_needs(exactly("", 0), 0, 0), NULL, "an empty file");
	test_bad();
	test_short();
	test_real();
	return tap_done();
}
