// SPDX-License-Identifier: GPL-2.0-only
#include "fmt.h"

#define JFFS2_MAGIC	0x1985		/* include/uapi/linux/jffs2.h, in the CPU's byte order */
#define MARKER		0xdeadc0de	/* OpenWrt's padjffs2: de ad c0 de */

/**
 * overlay_state() - what the writable partition holds
 * @head: its first four bytes
 *
 * The marker is written by the image builder and means "erased but not yet
 * formatted": formatting takes minutes on NOR, so that is left for after the boot.
 *
 * Return: the state; OVERLAY_UNKNOWN means that it must not be written to.
 */
enum overlay_state overlay_state(const u8 *head)
{
	u32 be = get_be32(head);
	u16 magic = head[1] << 8 | head[0];

	if (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__)
		magic = be >> 16;
	if (magic == JFFS2_MAGIC)
		return OVERLAY_JFFS2;
	if (be == MARKER)
		return OVERLAY_UNFORMATTED;
	if (be == 0xffffffff)
		return OVERLAY_BLANK;
	return OVERLAY_UNKNOWN;
}
