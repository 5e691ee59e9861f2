// SPDX-License-Identifier: GPL-2.0-only
/*
 * Netgear WNR854-t: 8 MiB of NOR, 128 KiB blocks.
 *
 * Device tree: arch/arm/boot/dts/marvell/orion5x-netgear-wnr854t.dts
 */
#include "../init/knit.h"
#include "board.h"

static const struct part netgear_wnr854t_parts[] = {
	{ "kernel",	0x000000, 0x100000 },
	{ "rootfs",	0x100000, 0x660000 },
	{ "uboot_env",	0x760000, 0x020000 },
	{ "uboot",	0x780000, 0x080000 },
};

static const struct board board_netgear_wnr854t = {
	BOARD_ID("Netgear WNR854-t", "netgear,wnr854t", NULL)
	BOARD_LEDS([LED_BOOT] = "wnr854t:green:power",
		   [LED_FAILSAFE] = "wnr854t:green:power",
		   [LED_RUNNING] = "wnr854t:green:power",
		   [LED_UPGRADE] = "wnr854t:green:power")
	BOARD_KEYS({ KEY_RESTART, KEY_FAILSAFE })
	BOARD_NET("lan1\0lan2\0lan3\0lan4")
	.mtd = "f4000000.flash",
	.parts = netgear_wnr854t_parts,
	.nr_parts = ARRAY_SIZE(netgear_wnr854t_parts),
};
