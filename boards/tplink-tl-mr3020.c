// SPDX-License-Identifier: GPL-2.0-only
/*
 * TP-Link TL-MR3020: 4 MiB of SPI NOR, 64 KiB blocks.
 *
 * Device tree: arch/mips/boot/dts/qca/ar9331_tl_mr3020.dts
 * Layout: OpenWrt, target/linux/ath79/dts/ar9331_tplink_tl-mr3020-v1.dts
 *
 * BTN_0 and BTN_1 are the positions of a slide switch for the mode.
 */
#include "../init/knit.h"
#include "board.h"

static const struct part tplink_tl_mr3020_parts[] = {
	{ "u-boot",	0x000000, 0x020000 },
	{ "firmware",	0x020000, 0x3c0000 },
	{ "config",	0x3e0000, 0x010000 },
	{ "art",	0x3f0000, 0x010000 },
};

static const struct board board_tplink_tl_mr3020 = {
	BOARD_ID("TP-Link TL-MR3020", "tplink,tl-mr3020", "TP-Link TL-MR3020")
	BOARD_LEDS([LED_BOOT] = "tp-link:green:wps",
		   [LED_FAILSAFE] = "tp-link:green:wps",
		   [LED_RUNNING] = "tp-link:green:wps",
		   [LED_UPGRADE] = "tp-link:green:wps")
	BOARD_KEYS({ KEY_WPS_BUTTON, KEY_FAILSAFE }, { BTN_0, KEY_IGNORED },
		   { BTN_1, KEY_IGNORED })
	.mtd = "spi0.0",
	.parts = tplink_tl_mr3020_parts,
	.nr_parts = ARRAY_SIZE(tplink_tl_mr3020_parts),
};
