// SPDX-License-Identifier: GPL-2.0-only
/*
 * GnuBee GB-PC2: 32 MiB of SPI NOR, 64 KiB blocks.
 *
 * Device tree: arch/mips/boot/dts/ralink/mt7621-gnubee-gb-pc2.dts
 */
#include "../init/knit.h"
#include "board.h"

static const struct part gnubee_gb_pc2_parts[] = {
	{ "u-boot",	0x0000000, 0x0030000 },
	{ "u-boot-env",	0x0030000, 0x0010000 },
	{ "factory",	0x0040000, 0x0010000 },
	{ "firmware",	0x0050000, 0x1fb0000 },
};

static const struct board board_gnubee_gb_pc2 = {
	BOARD_ID("GnuBee GB-PC2", "gnubee,gb-pc2", "GnuBee GB-PC2")
	BOARD_LEDS([LED_BOOT] = "green:power",
		   [LED_FAILSAFE] = "green:power",
		   [LED_RUNNING] = "green:power",
		   [LED_UPGRADE] = "green:power")
	BOARD_KEYS({ KEY_RESTART, KEY_FAILSAFE })
	.mtd = "spi0.0",
	.parts = gnubee_gb_pc2_parts,
	.nr_parts = ARRAY_SIZE(gnubee_gb_pc2_parts),
};
