// SPDX-License-Identifier: GPL-2.0-only
#include "fmt.h"

#define SQUASHFS_MAGIC	0x73717368	/* include/uapi/linux/magic.h: "hsqs" in flash */
#define S_MAJOR		28		/* fs/squashfs/squashfs_fs.h: s_major, by byte */
#define BYTES_USED	(40 / 4)	/* the same: bytes_used, 64 bits, by word */

/**
 * squashfs_size() - how long a squashfs image is
 * @head: its first SQUASHFS_HEADER bytes
 * @size: bytes
 *
 * Return: 0, -ENOEXEC when there is none of version 4, -EFBIG from 2 GiB on.
 */
int squashfs_size(const u32 *head, u32 *size)
{
	if (head[0] != le32(SQUASHFS_MAGIC) || ((const u8 *)head)[S_MAJOR] != 4)
		return -ENOEXEC;
	*size = le32(head[BYTES_USED]);
	if (head[BYTES_USED + 1] || *size > 0x7fffffff)
		return -EFBIG;
	return 0;
}
