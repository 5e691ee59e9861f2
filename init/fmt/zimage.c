// SPDX-License-Identifier: GPL-2.0-only
#include "fmt.h"

/* arch/arm/boot/compressed/head.S: words of a zImage */
#define MAGIC		9
#define START		10
#define END		11
#define ORDER		12
#define TABLE_MAGIC	13
#define TABLE		14
#define WORDS		15

/* vmlinux.lds.S there: the table, since 4.15; its last two words since 5.10 */
#define TAG_SIZE	0	/* in words */
#define TAG		1
#define TAG_PIGGY	2	/* where the size of what is unpacked stands */
#define TAG_BSS		3
#define TAG_OFFSET	4
#define TAG_HEAP	5

#define KRNL		0x5a534c4b

#define OFFSET		0x8000	/* TEXT_OFFSET of nearly all machines */
#define HEAP		0x10000	/* MALLOC_SIZE, ever since */
#define RATIO		4	/* nothing compresses a kernel better, by kexec-tools */

/* A word that may lie anywhere; 0 if it is not all there. */
static u32 word(struct span image, u32 at)
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

	if (image.len < WORDS * sizeof(u32) || (unsigned long)head % 4 ||
	    head[MAGIC] != le32(ZIMAGE_MAGIC))
		return -ENOEXEC;
	z->len = le32(head[END]) - le32(head[START]);
	if (head[ORDER] != le32(0x04030201) || z->len < WORDS * sizeof(u32) || z->len > image.len)
		return -EINVAL;
	image.len = z->len;
	z->unpacked = z->len < ZIMAGE_MOST ? z->len * RATIO : z->len;
	z->offset = OFFSET;
	z->work = HEAP;

	tag = le32(head[TABLE]);
	if (head[TABLE_MAGIC] == le32(0x45454545) && tag < z->len &&
	    word(image, tag + TAG * 4) == KRNL) {
		z->unpacked = word(image, word(image, tag + TAG_PIGGY * 4));
		bss = word(image, tag + TAG_BSS * 4);
		if (!z->unpacked || bss > ZIMAGE_MOST)
			return -EINVAL;
		if (z->unpacked < ZIMAGE_MOST)
			z->unpacked += bss;
		if (word(image, tag + TAG_SIZE * 4) > TAG_HEAP) {
			z->offset = word(image, tag + TAG_OFFSET * 4);
			z->work = word(image, tag + TAG_HEAP * 4);
		}
	}
	return z->unpacked > ZIMAGE_MOST || z->offset > ZIMAGE_MOST || z->work > ZIMAGE_MOST ?
		-EINVAL : 0;
}
