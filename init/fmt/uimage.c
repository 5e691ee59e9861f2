// SPDX-License-Identifier: GPL-2.0-only
#include "fmt.h"
#include "kernel.h"

#define IH_MAGIC	0x27051956	/* u-boot include/image.h */
#define IH_SIZE		(12 / 4)	/* place of ih_size */
#define IH_LOAD		(16 / 4)
#define IH_ENTRY	(20 / 4)
#define IH_KIND		(28 / 4)	/* a byte each: ih_os, ih_arch, ih_type, ih_comp */

/* Linux, this CPU, a kernel, not compressed */
#if defined(__mips__)
#define IH_WANTED	0x05050200
#elif defined(__riscv)
#define IH_WANTED	0x051a0200
#elif defined(__aarch64__)
#define IH_WANTED	0x05160200
#elif defined(__arm__)
#define IH_WANTED	0x05020200
#else
#define IH_WANTED	0x05180200	/* x86_64 */
#endif

/**
 * uimage_size() - how long a U-Boot legacy image is
 * @head: its first UIMAGE_HEADER bytes
 * @size: bytes, the header among them
 *
 * Return: 0, or -ENOEXEC when there is none or its size cannot be true.
 */
int uimage_size(const u32 *head, u32 *size)
{
	u32 n = be32(head[IH_SIZE]);

	if (head[0] != be32(IH_MAGIC) || n > 0x7fffffff - UIMAGE_HEADER)
		return -ENOEXEC;
	*size = n + UIMAGE_HEADER;
	return 0;
}

/* A word of the header; out of line, since that is shorter where the bytes are swapped. */
static __noinline u32 word(const struct span *file, unsigned int n)
{
	return be32(((const u32 *)file->at)[n]);
}

/**
 * uimage_open() - what a U-Boot legacy image with a kernel holds
 * @file: the image, at an address that is a multiple of 4; becomes what is in it
 * @load: the address to which that belongs
 * @entry: the address at which it starts
 *
 * Return: 0; 1 if what it holds is compressed, which U-Boot would unpack and nobody here does;
 * -ENOEXEC if it is no such image, or not one for this CPU; -EINVAL if it is cut off.
 */
int uimage_open(struct span *file, u32 *load, u32 *entry)
{
	u32 kind;
	u32 size;

	if (file->len < UIMAGE_HEADER || word(file, 0) != IH_MAGIC)
		return -ENOEXEC;
	kind = word(file, IH_KIND) ^ IH_WANTED;
	if (kind > 0xff)
		return -ENOEXEC;
	if (kind)
		return 1;
	size = word(file, IH_SIZE);
	if (size > file->len - UIMAGE_HEADER)
		return -EINVAL;
	*load = word(file, IH_LOAD);
	*entry = word(file, IH_ENTRY);
	file->at += UIMAGE_HEADER;
	file->len = size;
	return 0;
}
