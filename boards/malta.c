// SPDX-License-Identifier: GPL-2.0-only
/*
 * MIPS Malta (QEMU -M malta): 4 MiB of NOR, 64 KiB blocks.
 *
 * Layout: U-Boot has its environment at 0x3e0000 (its include/configs/malta.h,
 * ENV_OFFSET), state lies below it: two blocks, of which one is always whole.
 * There is no button and no LED that Linux drives by a name: keys of the keyboard
 * are the buttons.
 */
#include "../init/knit.h"
#include "board.h"

static const struct part malta_parts[] = {
	{ "u-boot",	0x000000, 0x050000 },
	{ "firmware",	0x050000, 0x370000 },
	{ "state",	0x3c0000, 0x020000 },
	{ "u-boot-env",	0x3e0000, 0x020000 },
};

static const struct board board_malta = {
	BOARD_ID("MIPS Malta", "mti,malta", "MIPS Malta")
	BOARD_KEYS({ KEY_ESC, KEY_FAILSAFE }, { KEY_F, KEY_FAILSAFE })
	.mtd = "1e000000.flash",
	.parts = malta_parts,
	.nr_parts = ARRAY_SIZE(malta_parts),
};
