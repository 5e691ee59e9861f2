// SPDX-License-Identifier: GPL-2.0-only
/*
 * Turris Omnia: 8 MiB of SPI NOR, 64 KiB blocks.
 *
 * Device tree: arch/arm/boot/dts/marvell/armada-385-turris-omnia.dts
 */
#include "../init/knit.h"
#include "board.h"

static const struct part cznic_turris_omnia_parts[] = {
	{ "U-Boot",		0x000000, 0x100000 },
	{ "Rescue system",	0x100000, 0x700000 },
};

static const struct board board_cznic_turris_omnia = {
	BOARD_ID("Turris Omnia", "cznic,turris-omnia", NULL)
	BOARD_KEYS({ KEY_VENDOR, KEY_FAILSAFE })
	BOARD_NET("lan0\0lan1\0lan2\0lan3\0lan4")
	.mtd = "spi0.0",
	.parts = cznic_turris_omnia_parts,
	.nr_parts = ARRAY_SIZE(cznic_turris_omnia_parts),
};
