// SPDX-License-Identifier: GPL-2.0-only
/* fit.c on images made here, good and bad. What mkimage makes is read in test_trees.py. */
#include "../../init/fmt/fmt.h"
#include "tap.h"
#include "fdt.h"

/**
 * struct how - what is to be different from a good FIT
 * @kernel: what the configuration names; likewise the others, NULL: nothing
 * @packed: how the kernel is compressed
 * @arch: for which CPU it is
 * @standard: the configuration that is to be used
 * @position: where the ramdisk's data are, in bytes of the file or behind the tree
 * @size: of these
 * @fdts: names of device trees, NULs between them
 * @fdts_len: bytes of these
 */
struct how {
	const char *kernel;
	const char *ramdisk;
	const char *packed;
	const char *arch;
	const char *standard;
	const char *position;
	u32 at;
	u32 size;
	const char *fdts;
	u32 fdts_len;
};

#define GOOD	.kernel = "kernel-1", .standard = "conf-2", .ramdisk = "rd", .at = 4, .size = 8, \
	.position = "data-offset", .fdts = "fdt-1\0b", .fdts_len = 6

static u32 fit(struct maker *m, const struct how *how)
{
	static const u32 none[] = { 0, 0 };
	u32 len;

	make(m, none);
	node(m, "");
	prop_text(m, "description", "odd");
	node(m, "images");
	node(m, "kernel-1");
	prop_text(m, "data", "KERNEL");
	prop_text(m, "type", "kernel");
	prop_text(m, "arch", how->arch ?: "mips");
	if (how->packed)
		prop_text(m, "compression", how->packed);
	prop_number(m, "load", 0x80100000);
	prop_number(m, "entry", 0x80100400);
	node(m, "hash-1");
	prop_text(m, "algo", "crc32");
	end(m);
	end(m);
	node(m, "fdt-1");
	prop_text(m, "data", "TREE");
	end(m);
	node(m, "rd");
	prop_text(m, "compression", "gzip");
	prop_number(m, how->position, how->at);
	prop_number(m, "data-size", how->size);
	end(m);
	end(m);
	node(m, "configurations");
	if (how->standard)
		prop_text(m, "default", how->standard);
	node(m, "conf-1");
	prop_text(m, "kernel", "rd");
	end(m);
	node(m, "conf-2");
	if (how->kernel)
		prop_text(m, "kernel", how->kernel);
	if (how->fdts)
		prop(m, "fdt", how->fdts, how->fdts_len);
	if (how->ramdisk)
		prop_text(m, "ramdisk", how->ramdisk);
	end(m);
	end(m);
	end(m);
	len = made(m);
	bytes(m, "RAMDISK-IMAGE\0\0", 16);
	return len + 16;
}

/* A bad one: the error, and what it is about */
static void refused(const struct how *how, int want, const char *wrong, const char *what)
{
	struct maker m;
	struct fit f;
	u32 len = fit(&m, how);

	tap_long(fit_read(span(exactly(m.words, len), len), &f), want, what);
	tap_text(f.wrong, wrong, "  about");
}

static void test_good(void)
{
	struct how how = { GOOD };
	struct maker m;
	struct fit f;
	u32 len = fit(&m, &how);

	tap_long(fit_read(span(m.words, len), &f), 0, "a good one");
	tap(f.kernel.len == 7 && !memcmp(f.kernel.at, "KERNEL", 7), "  kernel");
	tap(f.fdt.len == 5 && !memcmp(f.fdt.at, "TREE", 5), "  device tree");
	tap(f.ramdisk.len == 8 && !memcmp(f.ramdisk.at, "ISK-IMAG", 8), "  ramdisk");
	tap_long(f.load, 0x80100000, "  load");
	tap_long(f.entry, 0x80100400, "  entry");

	how.arch = "arm";
	len = fit(&m, &how);
	tap(!fit_read(span(m.words, len), &f) && !f.load, "another CPU's: not put anywhere");

	how.position = "data-position";
	how.at = 40;
	len = fit(&m, &how);
	tap_long(fit_read(span(m.words, len), &f), 0, "data anywhere in the file");
	tap(f.ramdisk.at == (u8 *)m.words + 40, "  ramdisk");

	how.fdts = NULL;
	how.ramdisk = NULL;
	len = fit(&m, &how);
	tap_long(fit_read(span(m.words, len), &f), 0, "nothing but a kernel");
	tap(!f.fdt.len && !f.ramdisk.len, "  none of the others");
}

/* A good one, but for this */
#define BAD(change, want, wrong, what)		\
	do {					\
		struct how how = { GOOD };	\
						\
		how.change;			\
		refused(&how, want, wrong, what); \
	} while (0)

static void test_bad(void)
{
	BAD(packed = "none", 0, "rd", "not compressed");
	BAD(packed = "lzma", -EINVAL, "compressed", "a compressed kernel");
	BAD(standard = NULL, -ENOENT, "default", "no default");
	BAD(standard = "conf", -ENOENT, "default", "a default that is not there");
	BAD(kernel = NULL, -ENOENT, "kernel", "no kernel");
	BAD(kernel = "kernel", -EINVAL, "kernel", "a kernel that is not there");
	BAD(kernel = "hash-1", -EINVAL, "hash-1", "one that is not an image");
	BAD(fdts_len = 8, -EINVAL, "fdt", "a tree in parts");
	BAD(fdts_len = 5, -EINVAL, "fdt", "a name without an end");
	BAD(fdts_len = 0, -EINVAL, "fdt", "an empty name");
	BAD(at = 16, -EINVAL, "rd", "data behind the file");
	BAD(at = 12, -EINVAL, "rd", "data beyond the file");
	BAD(at = ~3u, -EINVAL, "rd", "data at 4 GiB");
	BAD(size = ~0u, -EINVAL, "rd", "data of 4 GiB");
	BAD(position = "data-positio", -EINVAL, "rd", "data nowhere");
}

static void test_words(void)
{
	static const u32 bad[] = { 0, 1, 2, 3, 9, 17, 0x7ffffffc, 0x80000000, 0xfffffffc, ~0u };
	const struct how how = { GOOD };
	struct maker m;
	struct fit f;
	u32 i, k, len, good = 0;

	for (i = 0; i < 200; i++) {
		for (k = 0; k < ARRAY_SIZE(bad); k++) {
			len = fit(&m, &how);
			m.words[i] = be32(bad[k]);
			good += !fit_read(span(exactly(m.words, len), len), &f);
		}
	}
	tap(good > 100, "damaged in each word");
	len = fit(&m, &how);
	for (i = 0, good = 0; i < len; i++)
		good += !fit_read(span(exactly(m.words, i), i), &f);
	tap_long(good, 4, "cut off anywhere, but in what is not used");
	len = fit(&m, &how);
	tap_long(fit_read(span("text that is long enough to hold a header, and no tree", 54), &f),
		 -ENOEXEC, "no tree");
	node(&m, "");
	m.words[FDT_STRUCT] = be32(be32(m.words[FDT_STRUCT]) + 4);
	tap(fit_read(span(m.words, len), &f) < 0, "no root");
}

int main(void)
{
	test_good();
	test_bad();
	test_words();
	return tap_done();
}
