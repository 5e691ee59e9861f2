// SPDX-License-Identifier: GPL-2.0-only
/* The stubs of a CPU (ENTRY is its arch/<cpu>/entry.c), and two more of six arguments. */
#include ENTRY

#if __SIZEOF_LONG__ == 4
CALL(sys_pselect6, __NR_pselect6_time64);
CALL(sys_mmap6, __NR_mmap2);
#else
CALL(sys_pselect6, __NR_pselect6);
CALL(sys_mmap6, __NR_mmap);
#endif
