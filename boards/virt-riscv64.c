// SPDX-License-Identifier: GPL-2.0-only
/*
 * QEMU -M virt on riscv64: 64 MiB of NOR, 256 KiB blocks.
 *
 * Layout: two CFI banks of 32 MiB that Linux sees as one device; ours is the second.
 */
#include "../init/knit.h"
#include "board.h"

#define RISCV_BANK	0x2000000

static const struct part virt_riscv64_parts[] = {
	{ "u-boot-env",	RISCV_BANK + 0x000000, 0x040000 },
	{ "firmware",	RISCV_BANK + 0x040000, 0xf80000 },
	{ "state",	RISCV_BANK + 0xfc0000, 0x080000 },
};

static const struct board board_virt_riscv64 = {
	BOARD_ID("QEMU virt (riscv)", "riscv-virtio", NULL)
	.mtd = "20000000.flash",
	.parts = virt_riscv64_parts,
	.nr_parts = ARRAY_SIZE(virt_riscv64_parts),
};
