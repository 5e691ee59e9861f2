// SPDX-License-Identifier: GPL-2.0-only
/*
 * GARDENA smart Gateway (MT7688): SPI NOR, 64 KiB blocks.
 *
 * Device tree: arch/mips/boot/dts/ralink/gardena_smart_gateway_mt7688.dts
 */
#include "../init/knit.h"
#include "board.h"

static const struct part gardena_smart_gateway_mt7688_parts[] = {
	{ "uboot",	0x000000, 0x0a0000 },
	{ "uboot_env0",	0x0a0000, 0x010000 },
	{ "uboot_env1",	0x0b0000, 0x010000 },
	{ "factory",	0x0c0000, 0x010000 },
};

static const struct board board_gardena_smart_gateway_mt7688 = {
	BOARD_ID("GARDENA smart Gateway (MT7688)",
		 "gardena,smart-gateway-mt7688",
		 "GARDENA smart Gateway (MT7688)")
	BOARD_LEDS([LED_BOOT] = "smartgw:power:blue",
		   [LED_FAILSAFE] = "smartgw:power:red",
		   [LED_RUNNING] = "smartgw:power:green",
		   [LED_UPGRADE] = "smartgw:power:blue")
	BOARD_KEYS({ KEY_PROG1, KEY_FAILSAFE })
	.mtd = "spi0.0",
	.parts = gardena_smart_gateway_mt7688_parts,
	.nr_parts = ARRAY_SIZE(gardena_smart_gateway_mt7688_parts),
};
