// SPDX-License-Identifier: GPL-2.0-only
/*
 * Buffalo WZR-1750DHP (BCM4708): SPI NOR.
 *
 * Device tree: arch/arm/boot/dts/broadcom/bcm4708-buffalo-wzr-1750dhp.dts
 * Layout: made by the kernel's parser for brcm,bcm947xx-cfe-partitions
 *
 * BTN_0 is a position of the mode switch; KEY_SETUP goes with it, the tree supposes.
 */
#include "../init/knit.h"
#include "board.h"

static const struct board board_buffalo_wzr_1750dhp = {
	BOARD_ID("Buffalo WZR-1750DHP (BCM4708)", "buffalo,wzr-1750dhp", NULL)
	BOARD_LEDS([LED_BOOT] = "bcm53xx:red:power",
		   [LED_FAILSAFE] = "bcm53xx:red:power",
		   [LED_RUNNING] = "bcm53xx:white:power",
		   [LED_UPGRADE] = "bcm53xx:red:power")
	BOARD_KEYS({ KEY_RESTART, KEY_FAILSAFE }, { KEY_WPS_BUTTON, KEY_FAILSAFE },
		   { KEY_SETUP, KEY_IGNORED }, { BTN_0, KEY_IGNORED },
		   { KEY_EJECTCD, KEY_IGNORED })
	.mtd = "spi0.0",
};
