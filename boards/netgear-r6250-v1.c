// SPDX-License-Identifier: GPL-2.0-only
/*
 * Netgear R6250 V1 (BCM4708): SPI NOR.
 *
 * Device tree: arch/arm/boot/dts/broadcom/bcm4708-netgear-r6250.dts
 * Layout: made by the kernel's parser for brcm,bcm947xx-cfe-partitions
 */
#include "../init/knit.h"
#include "board.h"

static const struct board board_netgear_r6250_v1 = {
	BOARD_ID("Netgear R6250 V1 (BCM4708)", "netgear,r6250-v1", NULL)
	BOARD_LEDS([LED_BOOT] = "bcm53xx:amber:power",
		   [LED_FAILSAFE] = "bcm53xx:amber:power",
		   [LED_RUNNING] = "bcm53xx:green:power",
		   [LED_UPGRADE] = "bcm53xx:amber:power")
	BOARD_KEYS({ KEY_WPS_BUTTON, KEY_FAILSAFE }, { KEY_RFKILL, KEY_IGNORED },
		   { KEY_RESTART, KEY_FAILSAFE })
	BOARD_NET("lan1\0lan2\0lan3\0lan4")
	.mtd = "spi0.0",
};
