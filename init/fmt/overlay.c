// SPDX-License-Identifier: GPL-2.0-only
#include "fmt.h"

#define JFFS2_MAGIC	0x1985		/* include/uapi/linux/jffs2.h, in the CPU's byte order */

/* The first two bytes of four; and OpenWrt's padjffs2: de ad c0 de */
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define FIRST(head)	((u16)((head) >> 16))
#define MARKER		0xdeadc0de
#else
#define FIRST(head)	((u16)(head))
#define MARKER		0xdec0adde
#endif

/**
 * overlay_state() - what an erase block of the writable partition holds
 * @head: its first four bytes, as the CPU reads them
 *
 * The marker is written by the image builder and means "erased but not yet
 * formatted": formatting takes minutes on NOR, so that is left for after the boot.
 * Writing clears bits, so a marker that a power cut kept from being written to its
 * end has more of them set; up to none cleared, it is as good as blank.
 *
 * Return: the state; OVERLAY_UNKNOWN means that it must not be written to.
 */
enum overlay_state overlay_state(u32 head)
{
	if (FIRST(head) == JFFS2_MAGIC)
		return OVERLAY_JFFS2;
	if (head == MARKER)
		return OVERLAY_UNFORMATTED;
	/* only who formats, or talks, wants to know more */
	if (!IS_ENABLED(CONFIG_KNIT_COMMANDS) && !IS_ENABLED(CONFIG_KNIT_WORDS))
		return OVERLAY_UNKNOWN;
	if ((head & MARKER) == MARKER)
		return OVERLAY_BLANK;
	return OVERLAY_UNKNOWN;
}
