// SPDX-License-Identifier: GPL-2.0-only
/*
 * ALFA Network AP120C-AC: SPI NOR, 64 KiB blocks.
 *
 * Device tree: arch/arm/boot/dts/qcom/qcom-ipq4018-ap120c-ac.dts
 *
 * The "Bit" variant has the same compatible and other LEDs: there none of these is.
 */
#include "../init/knit.h"
#include "board.h"

static const struct part alfa_network_ap120c_ac_parts[] = {
	{ "SBL1",	0x000000, 0x040000 },
	{ "MIBIB",	0x040000, 0x020000 },
	{ "QSEE",	0x060000, 0x060000 },
	{ "CDT",	0x0c0000, 0x010000 },
	{ "DDRPARAMS",	0x0d0000, 0x010000 },
	{ "u-boot-env",	0x0e0000, 0x010000 },
	{ "u-boot",	0x0f0000, 0x080000 },
	{ "ART",	0x170000, 0x010000 },
	{ "priv_data1",	0x180000, 0x010000 },
	{ "priv_data2",	0x190000, 0x010000 },
};

static const struct board board_alfa_network_ap120c_ac = {
	BOARD_ID("ALFA Network AP120C-AC", "alfa-network,ap120c-ac", NULL)
	BOARD_LEDS([LED_BOOT] = "ap120c-ac:blue:status",
		   [LED_FAILSAFE] = "ap120c-ac:blue:status",
		   [LED_RUNNING] = "ap120c-ac:blue:status",
		   [LED_UPGRADE] = "ap120c-ac:blue:status")
	BOARD_KEYS({ KEY_RESTART, KEY_FAILSAFE })
	.mtd = "spi0.0",
	.parts = alfa_network_ap120c_ac_parts,
	.nr_parts = ARRAY_SIZE(alfa_network_ap120c_ac_parts),
};
