// SPDX-License-Identifier: GPL-2.0-only
/*
 * MIPS Malta with 4 MiB of NOR (QEMU -M malta). U-Boot has its environment at
 * 0x3e0000 (include/configs/malta.h of U-Boot, ENV_OFFSET), state lies below it.
 */
#include "../init/knit.h"
#include "board.h"

static const struct part malta_parts[] = {
	{ "u-boot",	0x000000, 0x060000 },
	{ "firmware",	0x060000, 0x370000 },
	{ "state",	0x3d0000, 0x010000 },
	{ "u-boot-env",	0x3e0000, 0x020000 },
};

static const struct board board_malta = {
	BOARD_ID("MIPS Malta", "mti,malta", "MIPS Malta")
	.mtd = "1e000000.flash",
	.parts = malta_parts,
	.nr_parts = ARRAY_SIZE(malta_parts),
};
