// SPDX-License-Identifier: GPL-2.0-only
/*
 * Buffalo Linkstation LS-XHL: 512 KiB of SPI NOR, 64 KiB blocks.
 *
 * Device tree: arch/arm/boot/dts/marvell/kirkwood-lsxhl.dts
 */
#include "../init/knit.h"
#include "board.h"

static const struct part buffalo_lsxhl_parts[] = {
	{ "uboot",	0x000000, 0x060000 },
	{ "dtb",	0x060000, 0x010000 },
	{ "uboot_env",	0x070000, 0x010000 },
};

static const struct board board_buffalo_lsxhl = {
	BOARD_ID("Buffalo Linkstation LS-XHL", "buffalo,lsxhl", NULL)
	BOARD_LEDS([LED_BOOT] = "lsxl:amber:info",
		   [LED_FAILSAFE] = "lsxl:red:alarm",
		   [LED_RUNNING] = "lsxl:blue:power",
		   [LED_UPGRADE] = "lsxl:amber:info")
	BOARD_KEYS({ KEY_OPTION, KEY_FAILSAFE })
	.mtd = "spi0.0",
	.parts = buffalo_lsxhl_parts,
	.nr_parts = ARRAY_SIZE(buffalo_lsxhl_parts),
};
