// SPDX-License-Identifier: GPL-2.0-only
/* zimage.c, on headers as arch/arm/boot/compressed writes them; test_trees.py has a real one. */
#include "../../init/fmt/fmt.h"
#include "tap.h"

#define LEN	0x200	/* of the zImage, in bytes */
#define TABLE	0x40
#define PIGGY	0x101	/* it lies at an odd address in real ones, too */

struct zfile {
	u32 words[LEN / 4 + 4];
};

static void put(struct zfile *z, u32 at, u32 n)
{
	n = le32(n);
	memcpy((u8 *)z->words + at, &n, sizeof(n));
}

/* One of today's; @start: where it thinks that it begins */
static struct zfile good(u32 start)
{
	static const u32 tag[] = { 6, 0x5a534c4b, PIGGY, 0x1234, 0x208000, 0x20000, 0 };
	struct zfile z = { 0 };
	u32 i;

	put(&z, 0x24, 0x016f2818);
	put(&z, 0x28, start);
	put(&z, 0x2c, start + LEN);
	put(&z, 0x30, 0x04030201);
	put(&z, 0x34, 0x45454545);
	put(&z, 0x38, TABLE);
	for (i = 0; i < ARRAY_SIZE(tag); i++)
		put(&z, TABLE + i * 4, tag[i]);
	put(&z, PIGGY, 0x700000);
	return z;
}

static int reads(const struct zfile *file, u32 len, struct zimage *z)
{
	struct span image = { exactly(file, len), len };

	return zimage_read(image, z);
}

static void answers(struct zfile file, u32 unpacked, u32 offset, u32 work, const char *what)
{
	struct zimage z;

	tap_long(reads(&file, LEN + 16, &z), 0, what);
	tap_long(z.len, LEN, "  length, without what follows");
	tap_long(z.unpacked, unpacked, "  unpacked");
	tap_long(z.offset, offset, "  offset");
	tap_long(z.work, work, "  work");
}

/* One word of a good one is another. */
static void refused(u32 at, u32 n, int want, const char *what)
{
	struct zfile file = good(0);
	struct zimage z;

	put(&file, at, n);
	tap_long(reads(&file, LEN + 16, &z), want, what);
}

static struct zfile with(u32 at, u32 n)
{
	struct zfile file = good(0);

	put(&file, at, n);
	return file;
}

static void test_short(void)
{
	struct zfile file = good(0);
	struct zimage z;
	u32 len, n = 0;

	for (len = 0; len < LEN; len++)
		n += reads(&file, len, &z) < 0;
	tap_long(n, LEN, "cut off anywhere: refused");
	tap_long(zimage_read((struct span){ (u8 *)file.words + 1, LEN }, &z), -ENOEXEC,
		 "at an odd address");
}

/* Any word is another: the sanitizer sees what is read elsewhere. */
static void test_words(void)
{
	static const u32 bad[] = { 0, 1, 7, LEN - 1, LEN - 3, LEN, 0x7fffffff, ~3u, ~0u };
	struct zimage z;
	u32 at, i, n = 0;

	for (at = 0; at < LEN; at += 4) {
		for (i = 0; i < ARRAY_SIZE(bad); i++) {
			struct zfile file = with(at, bad[i]);
			int err = reads(&file, LEN, &z);

			n += err || (z.len <= LEN && z.unpacked <= ZIMAGE_MOST &&
				     z.offset <= ZIMAGE_MOST && z.work <= ZIMAGE_MOST);
		}
	}
	tap_long(n, LEN / 4 * ARRAY_SIZE(bad), "nothing beyond what can be");
}

int main(void)
{
	answers(good(0), 0x701234, 0x208000, 0x20000, "a kernel of today");
	answers(good(0x60000000), 0x701234, 0x208000, 0x20000, "linked to run from flash");
	answers(with(TABLE, 4), 0x701234, 0x8000, 0x10000, "a tag as 4.15 has it");
	answers(with(0x34, 0), LEN * 4, 0x8000, 0x10000, "no tags");
	answers(with(TABLE + 4, 1), LEN * 4, 0x8000, 0x10000, "another tag");
	refused(0x24, 0x18286f01, -ENOEXEC, "no magic");
	refused(0x30, 0x01020304, -EINVAL, "of the other byte order");
	refused(0x2c, LEN + 17, -EINVAL, "longer than the file");
	refused(0x2c, 8, -EINVAL, "shorter than its own header");
	refused(0x28, LEN + 4, -EINVAL, "ends before it begins");
	refused(PIGGY, 0x8000001, -EINVAL, "unpacks to more than 128 MiB");
	refused(TABLE + 8, LEN - 3, -EINVAL, "a size that is not all there");
	refused(TABLE + 12, ~0u, -EINVAL, "a bss that wraps");
	refused(TABLE + 16, ~0u, -EINVAL, "an offset of 4 GiB");
	test_short();
	test_words();
	return tap_done();
}
