// SPDX-License-Identifier: GPL-2.0-only
/*
 * OpenEmbed SOM9331 Board: 8 MiB of SPI NOR.
 *
 * Device tree: arch/mips/boot/dts/qca/ar9331_openembed_som9331_board.dts
 */
#include "../init/knit.h"
#include "board.h"

static const struct board board_openembed_som9331 = {
	BOARD_ID("OpenEmbed SOM9331 Board", "openembed,som9331", "OpenEmbed SOM9331 Board")
	BOARD_LEDS([LED_BOOT] = "red:status",
		   [LED_FAILSAFE] = "red:status",
		   [LED_RUNNING] = "red:status",
		   [LED_UPGRADE] = "red:status")
	BOARD_KEYS({ KEY_RESTART, KEY_FAILSAFE })
	BOARD_NET("lan0\0lan1")
	.mtd = "spi0.0",
};
