// SPDX-License-Identifier: GPL-2.0-only
/* The machines that were built in (menuconfig: Boards). */
#include "../init/knit.h"
#include "board.h"

#ifdef CONFIG_KNIT_BOARD_MALTA
#include "malta.c"
#endif
#ifdef CONFIG_KNIT_BOARD_VIRT_ARM
#include "virt-arm.c"
#endif
#ifdef CONFIG_KNIT_BOARD_VIRT_RISCV64
#include "virt-riscv64.c"
#endif

const struct board *const boards[] = {
#ifdef CONFIG_KNIT_BOARD_MALTA
	&board_malta,
#endif
#ifdef CONFIG_KNIT_BOARD_VIRT_ARM
	&board_virt,
#endif
#ifdef CONFIG_KNIT_BOARD_VIRT_RISCV64
	&board_virt_riscv,
#endif
};

const unsigned int nr_boards = ARRAY_SIZE(boards);
