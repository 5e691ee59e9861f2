// SPDX-License-Identifier: GPL-2.0-only
/*
 * DPTechnics DPT-Module: 16 MiB of SPI NOR.
 *
 * Device tree: arch/mips/boot/dts/qca/ar9331_dpt_module.dts
 */
#include "../init/knit.h"
#include "board.h"

static const struct board board_dptechnics_dpt_module = {
	BOARD_ID("DPTechnics DPT-Module", "dptechnics,dpt-module", "DPTechnics DPT-Module")
	BOARD_LEDS([LED_BOOT] = "green:status",
		   [LED_FAILSAFE] = "green:status",
		   [LED_RUNNING] = "green:status",
		   [LED_UPGRADE] = "green:status")
	BOARD_KEYS({ KEY_RESTART, KEY_FAILSAFE })
	BOARD_NET("lan0")
	.mtd = "spi0.0",
};
