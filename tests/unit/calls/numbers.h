/* SPDX-License-Identifier: GPL-2.0-only */
/* The numbers of the calls for scripts/kbuild/calls.awk, as init/knit.c has them, and two more. */
#include <asm/unistd.h>
#define CALL(fn, nr)	__asm__("# call " #fn " " STR(nr))
#include "../../../init/syscalls.h"
CALL(sys_pselect6, __NR_pselect6_time64);
CALL(sys_mmap6, __NR_mmap2);
