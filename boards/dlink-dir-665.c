// SPDX-License-Identifier: GPL-2.0-only
/*
 * D-Link DIR-665: 16 MiB of SPI NOR, 64 KiB blocks.
 *
 * Device tree: arch/arm/boot/dts/marvell/kirkwood-dir665.dts
 */
#include "../init/knit.h"
#include "board.h"

static const struct part dlink_dir_665_parts[] = {
	{ "uboot",	0x000000, 0x030000 },
	{ "nvram",	0x030000, 0x010000 },
	{ "kernel",	0x040000, 0x180000 },
	{ "rootfs",	0x1c0000, 0xe00000 },
	{ "cal_data",	0xfc0000, 0x010000 },
	{ "lang_pack",	0xfd0000, 0x030000 },
};

static const struct board board_dlink_dir_665 = {
	BOARD_ID("D-Link DIR-665", "dlink,dir-665", NULL)
	BOARD_LEDS([LED_BOOT] = "dir665:amber:status",
		   [LED_FAILSAFE] = "dir665:amber:status",
		   [LED_RUNNING] = "dir665:blue:status",
		   [LED_UPGRADE] = "dir665:amber:status")
	BOARD_KEYS({ KEY_RESTART, KEY_FAILSAFE }, { KEY_WPS_BUTTON, KEY_FAILSAFE })
	BOARD_NET("lan1\0lan2\0lan3\0lan4")
	.mtd = "spi0.0",
	.parts = dlink_dir_665_parts,
	.nr_parts = ARRAY_SIZE(dlink_dir_665_parts),
};
