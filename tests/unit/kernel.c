// SPDX-License-Identifier: GPL-2.0-only
/* Kernels to be started, good and hostile: where they are to be, and their command line. */
#include "../../init/fmt/fmt.h"
#include "../../init/fmt/kernel.h"
#include "tap.h"

#define PAGE	KERNEL_PAGE
#define RAM	"  00000000-000fffff : System RAM\n"	/* of something else: not a range */ \
		"00100000-001fffff : System RAM\n"	\
		"  00180000-0018ffff : Kernel code\n"	\
		"00200000-002fffff : Reserved\n"	\
		"00400000-005fffff : System RAM\n"	\
		"1f000000-1fffffff : System RAM bank\n"

#if defined(__mips__)
#define MACHINE	8
#define KIND	0x05050200
#else
#define MACHINE	62
#define KIND	0x05180200
#endif

static struct kernel fresh(void)
{
	struct kernel k = { .iomem = text(RAM) };

	return k;
}

static void test_iomem(void)
{
	struct ram ram;
	const char *s = iomem_next(text(RAM), &ram);

	tap(s && ram.from == 0x100000 && ram.to == 0x1fffff, "the first range");
	s = iomem_next(s, &ram);
	tap(s && ram.from == 0x400000 && ram.to == 0x5fffff, "the second one");
	tap(!iomem_next(s, &ram), "what only begins so is none");
	tap_long(iomem_kernel(text(RAM)), 0x180000, "where the kernel is");
	tap_long(iomem_kernel(text("00000000-0fffffff : System RAM\n  00008000-0050ffff : Kernel")),
		 0, "nowhere");
	tap(!iomem_next("", &ram), "an empty file");
	tap(!iomem_next("00000000-00000fff : System RAM", &ram), "a line that is cut off");
	tap(!iomem_next("-00000fff : System RAM\n", &ram), "no number");
	s = iomem_next(text("100000000-17fffffff : System RAM\n80000000-12fffffff : System RAM\n"),
		       &ram);
	if (sizeof(long) == 8) {
		tap_long(ram.from, 0x100000000ll, "above 4 GiB");
		tap_long(ram.to, 0x17fffffffll, "its end");
		s = iomem_next(s, &ram);
		tap_long(s ? ram.to : 0, 0x12fffffffll, "across 4 GiB");
	} else {
		tap(s && ram.from == 0x80000000 && ram.to == -1ul, "as far as addresses go");
	}
}

static const u8 bytes[3 * 4096];

static int adds(struct kernel *k, u32 len, unsigned long at, unsigned long room)
{
	struct span what = { bytes, len };

	return segment_add(k, what, at, room);
}

static void test_add(void)
{
	struct kernel k = fresh();
	unsigned int i;

	tap(!adds(&k, 10, 0x100000, 2 * PAGE + 1), "a segment with room behind it");
	tap(segments_of(&k)->bufsz == 10 && segments_of(&k)->memsz == 3 * PAGE &&
	    segments_of(&k)->buf == bytes, "rounded up to pages");
	tap(!adds(&k, 10, 0x103000, 10), "right behind it");
	tap(adds(&k, 10, 0x102000, 10), "its last page is taken");
	tap(adds(&k, 10, 0xff000, 2 * PAGE), "begins before memory does");
	tap(adds(&k, 10, 0x1ff000, 2 * PAGE), "leads out of it");
	tap(!adds(&k, 10, 0x1ff000, PAGE), "its last page");
	tap(adds(&k, 10, 0x200000, PAGE), "reserved");
	tap(adds(&k, 10, 0x1f000000, PAGE), "no memory of the kernel's");
	tap(adds(&k, 10, 0x104010, PAGE), "not at a page");
	tap(adds(&k, PAGE + 1, 0x110000, PAGE), "more than there is room for");
	tap(adds(&k, 10, 0x110000, 0), "no room at all");
	tap(adds(&k, 0, 0x110000, -PAGE), "round the end of all addresses");
	tap(adds(&k, 0, 0x110000, -1ul), "the same, rounded up");
	tap(adds(&k, 0, -PAGE, PAGE), "the last page of all");
	tap_long(k.nr, 3, "what was refused is not on the list");
	for (i = 0; k.nr < KEXEC_SEGMENT_MAX; i++)
		adds(&k, 1, 0x400000 + i * PAGE, 1);
	tap(adds(&k, 1, 0x580000, 1), "one too many");
	k = fresh();
	k.iomem = "";
	tap(adds(&k, 10, 0x100000, PAGE), "no memory is known");
}

static unsigned long place(struct kernel *k, u32 len, unsigned long below)
{
	struct span what = { bytes, len };

	return segment_place(k, what, below);
}

static void test_place(void)
{
	struct kernel k = fresh();

	tap_long(place(&k, 1, -1ul), 0x5ff000, "the highest page");
	tap_long(place(&k, PAGE + 1, -1ul), 0x5fd000, "two pages below it");
	tap_long(place(&k, 1, 0x500000), 0x4ff000, "below a limit");
	tap_long(place(&k, 1, 0x500000), 0x4fe000, "the next one there");
	tap_long(place(&k, 0xff000, -1ul), 0x101000,
		 "where there is room at all, in another range");
	tap_long(place(&k, 0x200000, -1ul), 0, "too large for each range");
	tap_long(place(&k, -1u, -1ul), 0, "too large for anything");
	tap_long(place(&k, 1, 0x100000), 0, "nothing below the first range");
	tap_long(k.nr, 5, "each is on the list");
	k.iomem = "00000000-00000fff : System RAM\n";
	tap_long(place(&k, 1, -1ul), 0, "never at address 0");
}

/* A kernel of two segments, as the kernel's linker script would make it. */
static const struct file {
	struct elf_header head;
	struct elf_segment segments[3];
	u8 text[64];
	u8 data[16];
} good = {
	.head = {
		.ident = { 0x7f, 'E', 'L', 'F', sizeof(long) / 4,
			   1 + (__BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__) },
		.machine = MACHINE,
		.entry = 0x80100010,
		.segments = sizeof(struct elf_header),
		.nr = 3,
	},
	.segments = {
		{ .type = 1, .offset = offsetof(struct file, text), .vaddr = 0x80100000,
		  .paddr = physical(0x80100000) & 0x1fffffff, .size = 64, .memsize = 64 },
		{ .type = 4, .offset = -1 },
		{ .type = 1, .offset = offsetof(struct file, data), .vaddr = 0x80110000,
		  .paddr = physical(0x80110000) & 0x1fffffff, .size = 16, .memsize = 0x8001 },
	},
};

static int opens(const struct file *f, size_t size, struct kernel *k)
{
	struct span file = { exactly(f, size), size };

	*k = fresh();
	return kernelelf(file, k);
}

static void refused(const struct file *f, int err, const char *what)
{
	struct kernel k;

	tap_long(opens(f, sizeof(*f), &k), err, what);
}

static void test_elf(void)
{
	struct kernel k;
	struct file f;
	size_t size;
	int bad = 0;

	tap_long(opens(&good, sizeof(good), &k), 0, "a good kernel");
	tap_long(k.nr, 2, "its segments");
	tap_long(k.entry, 0x100010, "its entry, as a physical address");
	tap(segments_of(&k)->bufsz == 16 && segments_of(&k)->memsz == 0x9000,
	    "zeros behind its data");
	for (size = 0; size < sizeof(good); size++)
		bad += !opens(&good, size, &k);
	tap_long(bad, 0, "cut off anywhere it is refused");
	f = good;
	f.head.ident[4] ^= 3;
	refused(&f, -ENOEXEC, "of the other word size");
	f = good;
	f.head.ident[5] ^= 3;
	refused(&f, -ENOEXEC, "of the other byte order");
	f = good;
	f.head.machine = 40;
	refused(&f, -ENOEXEC, "for another CPU");
	f = good;
	f.head.segments = -sizeof(long);
	refused(&f, -EINVAL, "segments told to be far outside");
	f = good;
	f.head.segments++;
	refused(&f, -EINVAL, "segments at an odd address");
	f = good;
	f.head.nr = 0xffff;
	refused(&f, -EINVAL, "more segments than the file has");
	f = good;
	f.head.nr = 0;
	refused(&f, -EINVAL, "none at all");
	f = good;
	f.head.entry = 0x80100040;
	refused(&f, -EINVAL, "an entry behind its segment");
	f.head.entry = 0x800ffffc;
	refused(&f, -EINVAL, "an entry before it");
	f.head.entry = 0x80110010;
	refused(&f, -EINVAL, "an entry among the zeros behind the data");
	f = good;
	f.segments[2].paddr = f.segments[0].paddr;
	refused(&f, -EINVAL, "two segments in one place");
	f = good;
	f.segments[0].offset = -16;
	refused(&f, -EINVAL, "a segment that begins far behind the file");
	f = good;
	f.segments[2].size = -1ul;
	refused(&f, -EINVAL, "a segment longer than the file");
	f = good;
	f.segments[2].memsize = 15;
	f.segments[2].size = 16;
	refused(&f, 0, "one that its page holds all the same");
	f.segments[0].memsize = 0;
	refused(&f, -EINVAL, "one that has no room");
	f = good;
	f.segments[2].memsize = -1ul;
	refused(&f, -EINVAL, "one larger than all memory");
	f = good;
	f.segments[2].paddr = 0x80300000;
	refused(&f, -EINVAL, "one where there is no memory");
}

static void test_uimage(void)
{
	u32 image[20] = { be32(0x27051956), 0, 0, be32(16), be32(0x80100000), be32(0x80100400),
			  0, be32(KIND) };
	struct span file = { exactly(image, sizeof(image)), sizeof(image) };
	struct span f = file;
	u32 load = 0;
	u32 entry = 0;
	u32 *head = (u32 *)file.at;
	unsigned int n;
	int bad = 0;

	tap_long(uimage_open(&f, &load, &entry), 0, "a kernel that is not compressed");
	tap(f.at == file.at + 64 && f.len == 16, "what it holds");
	tap(load == 0x80100000 && entry == 0x80100400, "where that belongs");
	for (n = 0; n < sizeof(image); n++) {
		f.at = exactly(image, n);
		f.len = n;
		bad += !uimage_open(&f, &load, &entry);
	}
	tap_long(bad, 0, "cut off anywhere it is refused");
	for (n = 1; n < 5; n++) {
		f = file;
		head[7] = be32(KIND + n);
		bad += uimage_open(&f, &load, &entry) != 1;
	}
	tap_long(bad, 0, "gzip, bzip2, lzma, lzo: compressed");
	f = file;
	head[7] = be32(KIND ^ 0x10000);
	tap_long(uimage_open(&f, &load, &entry), -ENOEXEC, "for another CPU");
	head[7] = be32(KIND ^ 0x600);
	tap_long(uimage_open(&f, &load, &entry), -ENOEXEC, "no kernel");
	head[7] = be32(KIND);
	head[3] = be32(17);
	tap_long(uimage_open(&f, &load, &entry), -EINVAL, "longer than the file");
	head[3] = be32(-1u);
	tap_long(uimage_open(&f, &load, &entry), -EINVAL, "of no size that can be true");
	head[0]++;
	tap_long(uimage_open(&f, &load, &entry), -ENOEXEC, "no uImage");
	tap(f.at == file.at && f.len == file.len, "what is refused stays what it was");
}

static const char *again(const char *line, const char *append, size_t room)
{
	static char words[512];
	char *to = exactly(words, room);

	join(words, words + sizeof(words) - 1, line, NULL);
	cmdline_split(words);
	if (cmdline_again(to, to + room, words, append) == to + room - 1)
		return "too long";
	return to;
}

static void test_cmdline(void)
{
	tap_text(again("console=ttyS0 ro", NULL, 100), " console=ttyS0 ro", "as it was");
	tap_text(again("a b", "c d", 100), " a b c d", "something is added");
	tap_text(again("", "c", 100), " c", "to nothing");
	tap_text(again("", NULL, 100), "", "nothing to nothing");
	tap_text(again("a -- b", "c", 100), " a c -- b", "before what is init's");
	tap_text(again("a -- b -- c", "d", 100), " a d -- b -- c", "only once");
	tap_text(again("knit.kexec=/k a knit.kexec.count=1 knit.kexec.append=\"x y\"", NULL, 100),
		 " a", "what led here is left out");
	tap_text(again("knit.window=3 rd_start=0x80000000 rd_size=1 rdinit=/x", NULL, 100),
		 " knit.window=3 rdinit=/x", "and an initrd of before");
	tap_text(again("a=\"b c\" d", NULL, 100), " \"a=b c\" d", "blanks within a word");
	tap_text(again("ab cd", NULL, 8), " ab cd", "it fits");
	tap_text(again("ab cd", NULL, 7), "too long", "it does not");
	tap_text(again("ab", "cd", 7), "too long", "it does not, with what is added");
}

int main(void)
{
	test_iomem();
	test_add();
	test_place();
	test_elf();
	test_uimage();
	test_cmdline();
	return tap_done();
}
