// SPDX-License-Identifier: GPL-2.0-only
/*
 * D-Link DIR-890L: SPI NOR.
 *
 * Device tree: arch/arm/boot/dts/broadcom/bcm47094-dlink-dir-890l.dts
 * Layout: made by the kernel's parser for brcm,bcm947xx-cfe-partitions
 */
#include "../init/knit.h"
#include "board.h"

static const struct board board_dlink_dir_890l = {
	BOARD_ID("D-Link DIR-890L", "dlink,dir-890l", NULL)
	BOARD_LEDS([LED_BOOT] = "bcm53xx:amber:power",
		   [LED_FAILSAFE] = "bcm53xx:amber:power",
		   [LED_RUNNING] = "bcm53xx:white:power",
		   [LED_UPGRADE] = "bcm53xx:amber:power")
	BOARD_KEYS({ KEY_WPS_BUTTON, KEY_FAILSAFE }, { KEY_RESTART, KEY_FAILSAFE })
	BOARD_NET("lan1\0lan2\0lan3\0lan4")
	.mtd = "spi0.0",
};
