// SPDX-License-Identifier: GPL-2.0-only
/*
 * MikroTik RB3011UiAS-RM: SPI NOR, 64 KiB blocks.
 *
 * Device tree: arch/arm/boot/dts/qcom/qcom-ipq8064-rb3011.dts
 */
#include "../init/knit.h"
#include "board.h"

static const struct part mikrotik_rb3011_parts[] = {
	{ "RouterBoot",	0x000000, 0x040000 },
};

static const struct board board_mikrotik_rb3011 = {
	BOARD_ID("MikroTik RB3011UiAS-RM", "mikrotik,rb3011", NULL)
	BOARD_LEDS([LED_BOOT] = "rb3011:green:user",
		   [LED_FAILSAFE] = "rb3011:green:user",
		   [LED_RUNNING] = "rb3011:green:user",
		   [LED_UPGRADE] = "rb3011:green:user")
	BOARD_KEYS({ KEY_RESTART, KEY_FAILSAFE })
	.mtd = "spi0.0",
	.parts = mikrotik_rb3011_parts,
	.nr_parts = ARRAY_SIZE(mikrotik_rb3011_parts),
};
