// SPDX-License-Identifier: GPL-2.0-only
/*
 * Buffalo WZR-1166DHP: SPI NOR.
 *
 * Device tree: arch/arm/boot/dts/broadcom/bcm4708-buffalo-wzr-1166dhp.dts
 * Layout: made by the kernel's parser for brcm,bcm947xx-cfe-partitions
 *
 * BTN_0 is a position of the mode switch; KEY_SETUP goes with it, the tree supposes.
 */
#include "../init/knit.h"
#include "board.h"

static const struct board board_buffalo_wzr_1166dhp = {
	BOARD_ID("Buffalo WZR-1166DHP", "buffalo,wzr-1166dhp", NULL)
	BOARD_LEDS([LED_BOOT] = "amber:status",
		   [LED_FAILSAFE] = "amber:status",
		   [LED_RUNNING] = "blue:status",
		   [LED_UPGRADE] = "amber:status")
	BOARD_KEYS({ KEY_RESTART, KEY_FAILSAFE }, { KEY_WPS_BUTTON, KEY_FAILSAFE },
		   { KEY_SETUP, KEY_IGNORED }, { BTN_0, KEY_IGNORED },
		   { KEY_EJECTCD, KEY_IGNORED })
	BOARD_NET("lan1\0lan2\0lan3\0lan4")
	.mtd = "spi0.0",
};
