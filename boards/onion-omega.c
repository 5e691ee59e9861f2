// SPDX-License-Identifier: GPL-2.0-only
/*
 * Onion Omega: 16 MiB of SPI NOR, 64 KiB blocks.
 *
 * Device tree: arch/mips/boot/dts/qca/ar9331_omega.dts
 * Layout: OpenWrt, target/linux/ath79/dts/ar9331_onion_omega.dts
 */
#include "../init/knit.h"
#include "board.h"

static const struct part onion_omega_parts[] = {
	{ "u-boot",	0x000000, 0x020000 },
	{ "firmware",	0x020000, 0xfd0000 },
	{ "art",	0xff0000, 0x010000 },
};

static const struct board board_onion_omega = {
	BOARD_ID("Onion Omega", "onion,omega", "Onion Omega")
	BOARD_LEDS([LED_BOOT] = "onion:amber:system",
		   [LED_FAILSAFE] = "onion:amber:system",
		   [LED_RUNNING] = "onion:amber:system",
		   [LED_UPGRADE] = "onion:amber:system")
	BOARD_KEYS({ KEY_RESTART, KEY_FAILSAFE })
	.mtd = "spi0.0",
	.parts = onion_omega_parts,
	.nr_parts = ARRAY_SIZE(onion_omega_parts),
};
