// SPDX-License-Identifier: GPL-2.0-only
/*
 * Luxul XWR-3100 V1: SPI NOR.
 *
 * Device tree: arch/arm/boot/dts/broadcom/bcm47094-luxul-xwr-3100.dts
 * Layout: made by the kernel's parser for brcm,bcm947xx-cfe-partitions
 */
#include "../init/knit.h"
#include "board.h"

static const struct board board_luxul_xwr_3100_v1 = {
	BOARD_ID("Luxul XWR-3100 V1", "luxul,xwr-3100-v1", NULL)
	BOARD_LEDS([LED_BOOT] = "bcm53xx:green:status",
		   [LED_FAILSAFE] = "bcm53xx:green:status",
		   [LED_RUNNING] = "bcm53xx:green:status",
		   [LED_UPGRADE] = "bcm53xx:green:status")
	BOARD_KEYS({ KEY_RESTART, KEY_FAILSAFE })
	BOARD_NET("lan1\0lan2\0lan3\0lan4")
	.mtd = "spi0.0",
};
