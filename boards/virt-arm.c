// SPDX-License-Identifier: GPL-2.0-only
/*
 * QEMU -M virt on arm and arm64: 128 MiB of NOR, 256 KiB blocks.
 *
 * Layout: two CFI banks of 64 MiB that Linux sees as one device. The first is the
 * boot loader's, ours is the second. LEDs and keys are those that an overlay adds;
 * KEY_POWER is QEMU's own.
 */
#include "../init/knit.h"
#include "board.h"

#define VIRT_BANK	0x4000000

static const struct part virt_arm_parts[] = {
	{ "u-boot-env",	VIRT_BANK + 0x000000, 0x040000 },
	{ "firmware",	VIRT_BANK + 0x040000, 0xf80000 },
	{ "state",	VIRT_BANK + 0xfc0000, 0x080000 },
};

static const struct board board_virt_arm = {
	BOARD_ID("QEMU virt", "linux,dummy-virt", NULL)
	BOARD_LEDS([LED_BOOT] = "green:boot",
		   [LED_FAILSAFE] = "red:failsafe",
		   [LED_RUNNING] = "green:running",
		   [LED_UPGRADE] = "blue:upgrade")
	BOARD_KEYS({ KEY_RESTART, KEY_FAILSAFE }, { KEY_WPS_BUTTON, KEY_FAILSAFE },
		   { KEY_RFKILL, KEY_IGNORED }, { KEY_POWER, KEY_IGNORED })
	.mtd = "0.flash",
	.parts = virt_arm_parts,
	.nr_parts = ARRAY_SIZE(virt_arm_parts),
};
