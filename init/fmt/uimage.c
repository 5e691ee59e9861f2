// SPDX-License-Identifier: GPL-2.0-only
#include "fmt.h"

#define IH_MAGIC	0x27051956	/* u-boot include/image.h */
#define IH_SIZE		(12 / 4)	/* place of ih_size */

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
