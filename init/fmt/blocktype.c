// SPDX-License-Identifier: GPL-2.0-only
#include "fmt.h"

#include <linux/magic.h>

#define F2FS_AT		(0x400 / 4)	/* F2FS_SUPER_OFFSET; the magic is its first word */
#define EXT_AT		(0x438 / 4)	/* ext4: superblock at 1024, s_magic 0x38 into it */

/**
 * block_fstype() - the writable file system that a disk partition holds
 * @head: its first BLOCKTYPE_HEADER bytes
 *
 * Return: the type's name for mount(2), or NULL.
 */
const char *block_fstype(const u32 *head)
{
	if (head[F2FS_AT] == le32(F2FS_SUPER_MAGIC))
		return "f2fs";
	if ((le32(head[EXT_AT]) & 0xffff) == EXT4_SUPER_MAGIC)
		return "ext4";
	return NULL;
}
