// SPDX-License-Identifier: GPL-2.0-only
/*
 * Excito B3: 2 MiB of SPI NOR, 64 KiB blocks.
 *
 * Device tree: arch/arm/boot/dts/marvell/kirkwood-b3.dts
 *
 * The power button is the only one, and it is no way into failsafe: the console is.
 */
#include "../init/knit.h"
#include "board.h"

static const struct part excito_b3_parts[] = {
	{ "u-boot",	0x000000, 0x0c0000 },
	{ "u-boot env",	0x0c0000, 0x020000 },
	{ "data",	0x0e0000, 0x120000 },
};

static const struct board board_excito_b3 = {
	BOARD_ID("Excito B3", "excito,b3", NULL)
	BOARD_LEDS([LED_BOOT] = "bubba3:green:programming",
		   [LED_FAILSAFE] = "bubba3:red:error",
		   [LED_RUNNING] = "bubba3:blue:active",
		   [LED_UPGRADE] = "bubba3:green:programming")
	BOARD_KEYS({ KEY_POWER, KEY_IGNORED })
	.mtd = "spi0.0",
	.parts = excito_b3_parts,
	.nr_parts = ARRAY_SIZE(excito_b3_parts),
};
