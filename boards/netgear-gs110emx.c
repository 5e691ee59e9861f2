// SPDX-License-Identifier: GPL-2.0-only
/*
 * Netgear GS110EMX: 16 MiB of SPI NOR, 64 KiB blocks.
 *
 * Device tree: arch/arm/boot/dts/marvell/armada-381-netgear-gs110emx.dts
 */
#include "../init/knit.h"
#include "board.h"

static const struct part netgear_gs110emx_parts[] = {
	{ "boot",	0x000000, 0x100000 },
	{ "env",	0x100000, 0x010000 },
	{ "rsv",	0x110000, 0x010000 },
	{ "image0",	0x120000, 0x900000 },
	{ "config",	0xa20000, 0x300000 },
	{ "debug",	0xd20000, 0x2e0000 },
};

static const struct board board_netgear_gs110emx = {
	BOARD_ID("Netgear GS110EMX", "netgear,gs110emx", NULL)
	BOARD_KEYS({ KEY_RESTART, KEY_FAILSAFE })
	BOARD_NET("lan1\0lan2\0lan3\0lan4\0lan5\0lan6\0lan7\0lan8\0lan9\0lan10")
	.mtd = "spi0.0",
	.parts = netgear_gs110emx_parts,
	.nr_parts = ARRAY_SIZE(netgear_gs110emx_parts),
};
