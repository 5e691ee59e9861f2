// SPDX-License-Identifier: GPL-2.0-only
/*
 * fdt.c and fdtedit.c on trees made here, good, damaged and hostile. What the tools of
 * others make of real ones is compared in test_trees.py.
 */
#include "../../init/fmt/fmt.h"
#include "tap.h"
#include "fdt.h"

static const u32 none[] = { 0, 0 };
static const char iomem[] = "09000000-09000fff : 9000000.pl011\n"
	"40000000-47ffffff : System RAM\n"
	"  40008000-40ffffff : Kernel code\n"
	"880000000-97fffffff : System RAM\n";

static const struct fdt_change line = { .bootargs = "new line" };
static const struct fdt_change all = {
	.bootargs = "a", .initrd = 0x142000000ull, .initrd_len = 0x1235,
	.iomem = iomem,
};

/* What an address cannot tell is not there. */
#if __SIZEOF_LONG__ == 8
#define FAR		",8,80000000,1,0"
#else
#define FAR		""
#endif

/* Pieces of what is expected */
#define ROOT		"{model='odd';#address-cells1;#size-cells1;"
#define REST		"stdout-path='serial0';of-a-hypervisor{bootargs='kept';}}"
#define CHOSEN(line)	"chosen{bootargs='" line "';" REST
#define HEAD(size)	ROOT "memory@40000000{reg40000000," size ";device_type='memory';}"
#define INITRD		"linux,initrd-start1,42000000;linux,initrd-end1,42001235;"
#define MEMORY		"memory{device_type='memory';reg"
#define SOC		"soc{chosen{bootargs='of another';}}"

/* What fdt_edit() makes, as a text; @after: words behind the header */
static const char *edited(struct maker *m, u32 len, const struct fdt_change *c, u32 *after)
{
	static u32 to[TREE_WORDS + FDT_SPARE];
	const u32 *from = exactly(m->words, len);
	int got = fdt_edit(to, sizeof(to), span(from, len), c);

	if (got < 0) {
		static char error[20];

		sprintf(error, "error %d", got);
		return error;
	}
	if (after)
		memcpy(after, to + 12, 32);
	return dump(exactly(to, got), got);
}

static void test_least(void)
{
	struct maker m;

	make(&m, none);
	node(&m, "");
	end(&m);
	tap_text(edited(&m, made(&m), &line, NULL),
		 "{chosen{bootargs='new line';}}", "nothing but a root");
	make(&m, none);
	node(&m, "");
	end(&m);
	tap_text(edited(&m, made(&m), &all, NULL),
		 "{chosen{bootargs='a';" INITRD "}" MEMORY "0,40000000,8000000;}}",
		 "memory: 2 words and 1 by default, and what does not fit is left out");
	make(&m, none);
	end(&m);
	tap_text(edited(&m, made(&m), &line, NULL), "error -22", "no root");
	make(&m, none);
	tap_text(edited(&m, made(&m), &line, NULL), "error -22", "nothing");
	make(&m, none);
	node(&m, "");
	tap_text(edited(&m, made(&m), &line, NULL), "error -22", "a root without an end");
	make(&m, none);
	node(&m, "");
	end(&m);
	node(&m, "");
	end(&m);
	tap_text(edited(&m, made(&m), &line, NULL), "error -22", "two roots");
	make(&m, none);
	prop_text(&m, "model", "x");
	tap_text(edited(&m, made(&m), &line, NULL), "error -22", "a property of nothing");
}

static void chosen(struct maker *m)
{
	static const u8 seed[24] = { 1 };

	node(m, "chosen");
	prop_text(m, "stdout-path", "serial0");
	prop_text(m, "bootargs", "old");
	prop(m, "kaslr-seed", seed, 8);
	prop(m, "rng-seed", seed, 24);
	prop_number(m, "linux,initrd-start", 0x48000000);
	prop_number(m, "linux,initrd-end", 0x48001000);
	node(m, "of-a-hypervisor");
	prop_text(m, "bootargs", "kept");
	end(m);
	end(m);
}

static u32 board(struct maker *m, u32 size)
{
	static const u32 reserved[] = { 0x48000000, 0x1000, 0x7000000, 0x2000, 0, 0 };
	u32 reg[2] = { be32(0x40000000), be32(size) };

	make(m, reserved);
	node(m, "");
	prop_text(m, "model", "odd");
	prop_number(m, "#address-cells", 1);
	word(m, FDT_NOP);
	prop_number(m, "#size-cells", 1);
	node(m, "memory@40000000");
	prop(m, "reg", reg, sizeof(reg));
	prop_text(m, "device_type", "memory");
	end(m);
	chosen(m);
	node(m, "soc");
	node(m, "chosen");
	prop_text(m, "bootargs", "of another");
	end(m);
	end(m);
	end(m);
	return made(m);
}

static void test_board(void)
{
	struct maker m;
	u32 reserved[8];
	u32 len = board(&m, 0x1000000);

	tap_text(edited(&m, len, &line, reserved),
		 HEAD("1000000") CHOSEN("new line") SOC "}",
		 "the old line, seeds and initrd are gone, no memory is added");
	tap(be32(reserved[1]) == 0x7000000 && be32(reserved[3]) == 0x2000 && !reserved[7],
	    "what was reserved for the old initrd is free, and nothing else");
	len = board(&m, 0);
	tap_text(edited(&m, len, &line, NULL), HEAD("0") CHOSEN("new line") SOC "}",
		 "memory of 0 bytes stays if there is nothing better");
	tap_text(edited(&m, len, &all, NULL),
		 ROOT "chosen{bootargs='a';" INITRD REST SOC MEMORY "40000000,8000000;}}",
		 "else it goes");
}

static void test_cells(void)
{
	static const char *const want[] = {
		"error -22",
		"{#address-cells2;#size-cells1;chosen{bootargs='a';" INITRD "}" MEMORY
			"0,40000000,8000000;}}",
		"{#address-cells2;#size-cells2;chosen{bootargs='a';" INITRD "}" MEMORY
			"0,40000000,0,8000000" FAR ";}}",
		"error -22",
	};
	u32 reg[3] = { 0, 0, be32(5) };
	struct maker m;
	u32 n;

	for (n = 0; n < ARRAY_SIZE(want); n++) {
		make(&m, none);
		node(&m, "");
		prop_number(&m, "#address-cells", 2);
		prop_number(&m, "#size-cells", n);
		end(&m);
		tap_text(edited(&m, made(&m), &all, NULL), want[n], "words of a size");
	}
	make(&m, none);
	node(&m, "");
	node(&m, "chosen");
	prop_text(&m, "device_type", "memory");
	end(&m);
	end(&m);
	tap_text(edited(&m, made(&m), &all, NULL),
		 "{chosen{bootargs='a';" INITRD "device_type='memory';}"
		 MEMORY "0,40000000,8000000;}}", "a maker who calls /chosen memory");
	make(&m, none);
	node(&m, "");
	node(&m, "memory");
	prop_text(&m, "device_type", "memory");
	prop(&m, "reg", reg, sizeof(reg));
	end(&m);
	node(&m, "memory@5");
	end(&m);
	end(&m);
	tap(!strstr(edited(&m, made(&m), &all, NULL), "reg0,40000000"),
	    "memory at 0, and a node that only is called so");
}

static void test_depth(void)
{
	struct maker m;
	u32 n, i;

	for (n = FDT_DEPTH; n <= FDT_DEPTH + 1; n++) {
		make(&m, none);
		for (i = 0; i < n; i++)
			node(&m, "");
		for (i = 0; i < n; i++)
			end(&m);
		tap_long(!strncmp(edited(&m, made(&m), &line, NULL), "error", 5), n > FDT_DEPTH,
			 "nodes in nodes");
	}
}

/* Any word of the tree is another: nothing is read or written but what is there. */
static void test_words(void)
{
	static const u32 bad[] = { 0, 1, 2, 3, 4, 9, 16, 17, 0x7ffffffc, 0x7fffffff, 0x80000000,
				   0xfffffff8, 0xfffffffc, 0xfffffffd, 0xffffffff };
	struct maker m;
	u32 i, k, len, kept, good = 0, refused = 0;
	const char *s;

	for (i = 0; i < TREE_WORDS; i++) {
		for (k = 0; k < ARRAY_SIZE(bad); k++) {
			len = board(&m, 0);
			if (i >= len / 4)
				break;
			kept = m.words[i];
			m.words[i] = be32(bad[k]);
			s = edited(&m, len, &all, NULL);
			if (strncmp(s, "error", 5))
				good++;
			else
				refused++;
			if (m.words[i] != kept && (!i || i == FDT_STRUCT) &&
			    strncmp(s, "error", 5))
				tap_long(i, -1, "a header that can't be");
		}
	}
	tap(good > 100 && refused > 100, "damaged in each word");
	printf("# %u were still trees, %u not\n", good, refused);
}

/* Cut off anywhere; and any room that is too small. */
static void test_short(void)
{
	struct maker m;
	u32 len = board(&m, 0);
	u32 *to, room, i, cut = 0;
	int size = fdt_edit(exactly(m.words, sizeof(m.words)), 0, span(m.words, len), &all);

	tap_long(size, -ENOSPC, "no room at all");
	for (i = 0; i < len; i++)
		cut += fdt_edit(NULL, 0, span(exactly(m.words, i), i), &all) < 0;
	tap_long(cut, len, "cut off anywhere: refused");

	room = len + FDT_SPARE;
	to = malloc(room);
	size = to ? fdt_edit(to, room, span(m.words, len), &all) : 0;
	tap(size > (int)len && size < (int)room, "the room that is promised suffices");
	for (i = 0, cut = 0; i <= (u32)size; i++) {
		u32 *small = exactly(to, i);

		cut += fdt_edit(small, i, span(m.words, len), &all) == -ENOSPC;
		free(small);
	}
	tap_long(cut, size + 1, "too little room, by any number of bytes");
	free(to);
}

static void test_open(void)
{
	struct maker m;
	struct fdt f;
	u32 len = board(&m, 0);

	tap_long(fdt_open(&f, span((u8 *)m.words + 1, len)), -ENOEXEC, "at an odd address");
	m.words[FDT_VERSION] = be32(16);
	tap_long(fdt_open(&f, span(m.words, len)), -EOPNOTSUPP, "version 16");
	m.words[FDT_VERSION] = be32(18);
	tap_long(fdt_open(&f, span(m.words, len)), 0, "version 18, which 17 can read");
	m.words[FDT_COMPATIBLE] = be32(18);
	tap_long(fdt_open(&f, span(m.words, len)), -EOPNOTSUPP, "or cannot");
}

int main(void)
{
	test_least();
	test_board();
	test_cells();
	test_depth();
	test_open();
	test_words();
	test_short();
	return tap_done();
}
