// SPDX-License-Identifier: GPL-2.0-only
/*
 * TP-LINK Archer C9 V1: SPI NOR.
 *
 * Device tree: arch/arm/boot/dts/broadcom/bcm4709-tplink-archer-c9-v1.dts
 * Layout: made by the kernel's parser for tplink,safeloader-partitions
 */
#include "../init/knit.h"
#include "board.h"

static const struct board board_tplink_archer_c9_v1 = {
	BOARD_ID("TP-LINK Archer C9 V1", "tplink,archer-c9-v1", NULL)
	BOARD_LEDS([LED_BOOT] = "bcm53xx:blue:power",
		   [LED_FAILSAFE] = "bcm53xx:blue:power",
		   [LED_RUNNING] = "bcm53xx:blue:power",
		   [LED_UPGRADE] = "bcm53xx:blue:power")
	BOARD_KEYS({ KEY_WPS_BUTTON, KEY_FAILSAFE }, { KEY_RESTART, KEY_FAILSAFE })
	.mtd = "spi0.0",
};
