// SPDX-License-Identifier: GPL-2.0-only
/*
 * QNAP TS219 family: 16 MiB of SPI NOR, 256 KiB blocks.
 *
 * Device tree: arch/arm/boot/dts/marvell/kirkwood-ts219-6281.dts
 */
#include "../init/knit.h"
#include "board.h"

static const struct part qnap_ts219_parts[] = {
	{ "U-Boot",		0x000000, 0x080000 },
	{ "U-Boot Config",	0x080000, 0x040000 },
	{ "NAS Config",		0x0c0000, 0x140000 },
	{ "Kernel",		0x200000, 0x200000 },
	{ "RootFS1",		0x400000, 0x900000 },
	{ "RootFS2",		0xd00000, 0x300000 },
};

static const struct board board_qnap_ts219 = {
	BOARD_ID("QNAP TS219 family", "qnap,ts219", NULL)
	BOARD_KEYS({ KEY_COPY, KEY_IGNORED }, { KEY_RESTART, KEY_FAILSAFE })
	.mtd = "spi0.0",
	.parts = qnap_ts219_parts,
	.nr_parts = ARRAY_SIZE(qnap_ts219_parts),
};
