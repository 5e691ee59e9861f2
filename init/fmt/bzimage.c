// SPDX-License-Identifier: GPL-2.0-only
#include "fmt.h"

/* Documentation/arch/x86/boot.rst */
#define SETUP_SECTS	0x1f1
#define SYSSIZE		0x1f4
#define MAGIC		0x202
#define SECTOR		512
#define PARAGRAPH	16

/**
 * bzimage_size() - how long a kernel for x86 has to be
 * @head: its first BZIMAGE_HEADER bytes, at an address that is a multiple of 4
 *
 * Return: bytes, 0 if it is none.
 */
u64 bzimage_size(const u8 *head)
{
	if (memcmp(head + MAGIC, "HdrS", 4))
		return 0;
	return ((head[SETUP_SECTS] ?: 4) + 1) * SECTOR +
	       (u64)le32(*(const u32 *)(head + SYSSIZE)) * PARAGRAPH;
}
