// SPDX-License-Identifier: GPL-2.0-only
/*
 * SmartRG SR400ac: SPI NOR.
 *
 * Device tree: arch/arm/boot/dts/broadcom/bcm4708-smartrg-sr400ac.dts
 * Layout: made by the kernel's parser for brcm,bcm947xx-cfe-partitions
 */
#include "../init/knit.h"
#include "board.h"

static const struct board board_smartrg_sr400ac = {
	BOARD_ID("SmartRG SR400ac", "smartrg,sr400ac", NULL)
	BOARD_LEDS([LED_BOOT] = "bcm53xx:blue:status",
		   [LED_FAILSAFE] = "bcm53xx:red:status",
		   [LED_RUNNING] = "bcm53xx:green:status",
		   [LED_UPGRADE] = "bcm53xx:blue:status")
	BOARD_KEYS({ KEY_RFKILL, KEY_IGNORED }, { KEY_WPS_BUTTON, KEY_FAILSAFE },
		   { KEY_RESTART, KEY_FAILSAFE })
	BOARD_NET("lan1\0lan2\0lan3\0lan4")
	.mtd = "spi0.0",
};
