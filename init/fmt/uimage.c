// SPDX-License-Identifier: GPL-2.0-only
#include "fmt.h"
#include "kernel.h"

#define IH_MAGIC	0x27051956	/* u-boot include/image.h */
#define IH_SIZE		(12 / 4)	/* place of ih_size */
#define IH_LOAD		(16 / 4)
#define IH_ENTRY	(20 / 4)
#define IH_TYPE		30		/* bytes into it */
#define IH_COMPRESSION	31
#define IH_KERNEL	2		/* IH_TYPE_KERNEL */

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

/**
 * uimage_open() - what a U-Boot legacy image with a kernel holds
 * @file: the image, at an address that is a multiple of 4; becomes what is in it
 * @load: the address to which that belongs
 * @entry: the address at which it starts
 *
 * Return: 0; -ENOEXEC if it is no such image; -EINVAL if it is cut off, or holds something
 * else; 1 if what it holds is compressed, which U-Boot would unpack and nobody here does.
 */
int uimage_open(struct span *file, u32 *load, u32 *entry)
{
	const u32 *head = (const void *)file->at;
	u32 size;

	if (file->len < UIMAGE_HEADER || uimage_size(head, &size))
		return -ENOEXEC;
	if (size > file->len || file->at[IH_TYPE] != IH_KERNEL)
		return -EINVAL;
	if (file->at[IH_COMPRESSION])
		return 1;
	*load = be32(head[IH_LOAD]);
	*entry = be32(head[IH_ENTRY]);
	file->at += UIMAGE_HEADER;
	file->len = size - UIMAGE_HEADER;
	return 0;
}
