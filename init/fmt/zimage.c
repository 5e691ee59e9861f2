// SPDX-License-Identifier: GPL-2.0-only
#include "fmt.h"

/* arch/arm/boot/compressed/head.S: words of a zImage */
#define AT_MAGIC	9
#define AT_START	10
#define AT_END		11
#define AT_ORDER	12
#define AT_TABLE_MAGIC	13
#define AT_TABLE	14
#define ZIMAGE_WORDS	15

/* vmlinux.lds.S there: the table, since 4.15; its last two words since 5.10 */
#define TAG_SIZE	0	/* in words */
#define TAG_NAME	1
#define TAG_PIGGY	2	/* where the size of what is unpacked stands */
#define TAG_BSS		3
#define TAG_OFFSET	4
#define TAG_HEAP	5

#define TAG_KRNL	0x5a534c4b

#define TEXT_OFFSET	0x8000	/* in bytes, of nearly all machines */
#define MALLOC_SIZE	0x10000	/* in bytes, ever since */
#define ZIMAGE_RATIO	4	/* nothing compresses a kernel better, by kexec-tools */

/* A word that may lie anywhere; 0 if it is not all there. */
static u32 zimage_word(struct span image, u32 at)
{
	u32 n = 0;

	if (at < image.len && image.len - at >= sizeof(n))
		memcpy(&n, image.at + at, sizeof(n));
	return le32(n);
}

/**
 * zimage_read() - look at a kernel for arm
 * @image: the file, at an address that is a multiple of 4
 * @z: takes what it says; of a kernel older than 4.15, or 5.10 for the last two, what holds
 *     for all of those
 *
 * Return: 0; -ENOEXEC if this is none, -EINVAL if it is not all there or tells nonsense, or
 * is of the other byte order.
 */
int zimage_read(struct span image, struct zimage *z)
{
	const u32 *head = (const void *)image.at;
	u32 tag, bss;

	if (image.len < ZIMAGE_WORDS * sizeof(u32) || (unsigned long)head % 4 ||
	    head[AT_MAGIC] != le32(ZIMAGE_MAGIC))
		return -ENOEXEC;
	z->len = le32(head[AT_END]) - le32(head[AT_START]);
	if (head[AT_ORDER] != le32(0x04030201) || z->len < ZIMAGE_WORDS * sizeof(u32) ||
	    z->len > image.len)
		return -EINVAL;
	image.len = z->len;
	z->unpacked = z->len < ZIMAGE_MOST ? z->len * ZIMAGE_RATIO : z->len;
	z->offset = TEXT_OFFSET;
	z->work = MALLOC_SIZE;

	tag = le32(head[AT_TABLE]);
	if (head[AT_TABLE_MAGIC] == le32(0x45454545) && tag < z->len &&
	    zimage_word(image, tag + TAG_NAME * 4) == TAG_KRNL) {
		z->unpacked = zimage_word(image, zimage_word(image, tag + TAG_PIGGY * 4));
		bss = zimage_word(image, tag + TAG_BSS * 4);
		if (!z->unpacked || bss > ZIMAGE_MOST)
			return -EINVAL;
		if (z->unpacked < ZIMAGE_MOST)
			z->unpacked += bss;
		if (zimage_word(image, tag + TAG_SIZE * 4) > TAG_HEAP) {
			z->offset = zimage_word(image, tag + TAG_OFFSET * 4);
			z->work = zimage_word(image, tag + TAG_HEAP * 4);
		}
	}
	return z->unpacked > ZIMAGE_MOST || z->offset > ZIMAGE_MOST || z->work > ZIMAGE_MOST ?
		-EINVAL : 0;
}
