// SPDX-License-Identifier: GPL-2.0-only
#include "fmt.h"

/* arch/arm64/include/asm/image.h, arch/riscv/include/asm/image.h: words of an Image */
#define IMAGE_OFFSET	2
#define IMAGE_SIZE	4
#define IMAGE_FLAGS	6
#define IMAGE_MAGIC	14
#define IMAGE_PE	15	/* where the PE header is, if there is one */
#define IMAGE_WORDS	16

#define IMAGE_BIG_ENDIAN	1

/* Documentation of Microsoft's "PE Format": bytes into the header, and into a section's */
#define PE_SECTIONS	6
#define PE_OPTIONAL	20
#define PE_HEADER	24
#define PE_SIZE		16
#define PE_AT		20
#define PE_SECTION	40
#define PE_MOST		8	/* sections: a kernel has two or three */

/* A number of up to 4 bytes that may lie anywhere; one that no file has if it is outside. */
static u32 image_number(struct span file, u32 at, u32 bytes)
{
	u32 n = 0;

	if (file.len < bytes || at > file.len - bytes)
		return ~0u;
	memcpy(&n, file.at + at, bytes);
	return le32(n);
}

/* An EFI kernel tells how long it is: is all of that there? */
static int image_whole(struct span file, u32 pe)
{
	u32 at = pe + PE_HEADER + image_number(file, pe + PE_OPTIONAL, 2);
	u32 n = image_number(file, pe + PE_SECTIONS, 2);

	if (n > PE_MOST)
		return 0;
	for (; n--; at += PE_SECTION) {
		u32 from = image_number(file, at + PE_AT, 4);

		if (from > file.len || image_number(file, at + PE_SIZE, 4) > file.len - from)
			return 0;
	}
	return 1;
}

/**
 * image_read() - look at a kernel for arm64 or riscv64
 * @file: all of it, at an address that is a multiple of 4
 * @magic: IMAGE_ARM64 or IMAGE_RISCV64
 * @image: takes what it says
 *
 * Return: 0; -ENOEXEC if this is none for that CPU, -EINVAL if it is not all there or tells
 * nonsense.
 */
int image_read(struct span file, u32 magic, struct image *image)
{
	const u32 *head = (const void *)file.at;

	if (file.len < IMAGE_WORDS * sizeof(u32) || (unsigned long)head % 4 ||
	    head[IMAGE_MAGIC] != le32(magic))
		return -ENOEXEC;
	image->offset = le32(head[IMAGE_OFFSET]);
	image->size = le32(head[IMAGE_SIZE]);
	if (le32(head[IMAGE_FLAGS]) & IMAGE_BIG_ENDIAN ||
	    head[IMAGE_OFFSET + 1] || image->offset > IMAGE_MOST ||
	    head[IMAGE_SIZE + 1] || image->size > IMAGE_MOST || file.len > IMAGE_MOST)
		return -EINVAL;
	/* a kernel older than 3.17 does not say; a signature may follow */
	if (image->size < file.len)
		image->size = file.len;
	return !head[IMAGE_PE] || image_whole(file, le32(head[IMAGE_PE])) ? 0 : -EINVAL;
}
