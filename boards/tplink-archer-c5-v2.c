// SPDX-License-Identifier: GPL-2.0-only
/*
 * TP-LINK Archer C5 V2: SPI NOR.
 *
 * Device tree: arch/arm/boot/dts/broadcom/bcm47081-tplink-archer-c5-v2.dts
 * Layout: made by the kernel's parser for tplink,safeloader-partitions
 */
#include "../init/knit.h"
#include "board.h"

static const struct board board_tplink_archer_c5_v2 = {
	BOARD_ID("TP-LINK Archer C5 V2", "tplink,archer-c5-v2", NULL)
	BOARD_LEDS([LED_BOOT] = "bcm53xx:green:power",
		   [LED_FAILSAFE] = "bcm53xx:green:power",
		   [LED_RUNNING] = "bcm53xx:green:power",
		   [LED_UPGRADE] = "bcm53xx:green:power")
	BOARD_KEYS({ KEY_RFKILL, KEY_IGNORED }, { KEY_RESTART, KEY_FAILSAFE })
	.mtd = "spi0.0",
};
