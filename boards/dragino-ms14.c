// SPDX-License-Identifier: GPL-2.0-only
/*
 * Dragino MS14 (Dragino 2): 16 MiB of SPI NOR.
 *
 * Device tree: arch/mips/boot/dts/qca/ar9331_dragino_ms14.dts
 */
#include "../init/knit.h"
#include "board.h"

static const struct board board_dragino_ms14 = {
	BOARD_ID("Dragino MS14 (Dragino 2)", "dragino,ms14", "Dragino MS14 (Dragino 2)")
	BOARD_LEDS([LED_BOOT] = "dragino2:red:system",
		   [LED_FAILSAFE] = "dragino2:red:system",
		   [LED_RUNNING] = "dragino2:red:system",
		   [LED_UPGRADE] = "dragino2:red:system")
	BOARD_KEYS({ KEY_WPS_BUTTON, KEY_FAILSAFE }, { KEY_RESTART, KEY_FAILSAFE })
	.mtd = "spi0.0",
};
