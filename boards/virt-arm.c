// SPDX-License-Identifier: GPL-2.0-only
/*
 * QEMU -M virt on arm and arm64: two CFI banks of 64 MiB that Linux sees as one
 * device. The first is the boot loader's, ours is the second.
 */
#include "../init/knit.h"
#include "board.h"

#define VIRT_BANK	0x4000000

static const struct part virt_parts[] = {
	{ "u-boot-env",	VIRT_BANK + 0x000000, 0x040000 },
	{ "firmware",	VIRT_BANK + 0x040000, 0xf80000 },
	{ "state",	VIRT_BANK + 0xfc0000, 0x040000 },
};

static const struct board board_virt = {
	BOARD_ID("QEMU virt", "linux,dummy-virt", NULL)
	.mtd = "0.flash",
	.parts = virt_parts,
	.nr_parts = ARRAY_SIZE(virt_parts),
};
