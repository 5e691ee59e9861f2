// SPDX-License-Identifier: GPL-2.0-only
/*
 * Netgear R6300 V2 (BCM4708): SPI NOR.
 *
 * Device tree: arch/arm/boot/dts/broadcom/bcm4708-netgear-r6300-v2.dts
 * Layout: made by the kernel's parser for brcm,bcm947xx-cfe-partitions
 */
#include "../init/knit.h"
#include "board.h"

static const struct board board_netgear_r6300_v2 = {
	BOARD_ID("Netgear R6300 V2 (BCM4708)", "netgear,r6300-v2", NULL)
	BOARD_LEDS([LED_BOOT] = "bcm53xx:amber:power",
		   [LED_FAILSAFE] = "bcm53xx:amber:power",
		   [LED_RUNNING] = "bcm53xx:green:power",
		   [LED_UPGRADE] = "bcm53xx:amber:power")
	BOARD_KEYS({ KEY_WPS_BUTTON, KEY_FAILSAFE }, { KEY_RFKILL, KEY_IGNORED },
		   { KEY_RESTART, KEY_FAILSAFE })
	.mtd = "spi0.0",
};
