// SPDX-License-Identifier: GPL-2.0-only
/*
 * TP-Link TL-WR1043ND Version 1: 8 MiB of SPI NOR, 64 KiB blocks.
 *
 * Device tree: arch/mips/boot/dts/qca/ar9132_tl_wr1043nd_v1.dts
 */
#include "../init/knit.h"
#include "board.h"

static const struct part tplink_tl_wr1043nd_v1_parts[] = {
	{ "u-boot",	0x000000, 0x020000 },
	{ "firmware",	0x020000, 0x7d0000 },
	{ "art",	0x7f0000, 0x010000 },
};

static const struct board board_tplink_tl_wr1043nd_v1 = {
	BOARD_ID("TP-Link TL-WR1043ND Version 1",
		 "tplink,tl-wr1043nd-v1",
		 "TP-Link TL-WR1043ND Version 1")
	BOARD_LEDS([LED_BOOT] = "tp-link:green:system",
		   [LED_FAILSAFE] = "tp-link:green:system",
		   [LED_RUNNING] = "tp-link:green:system",
		   [LED_UPGRADE] = "tp-link:green:system")
	BOARD_KEYS({ KEY_RESTART, KEY_FAILSAFE }, { KEY_WPS_BUTTON, KEY_FAILSAFE })
	.mtd = "spi0.0",
	.parts = tplink_tl_wr1043nd_v1_parts,
	.nr_parts = ARRAY_SIZE(tplink_tl_wr1043nd_v1_parts),
};
