// SPDX-License-Identifier: GPL-2.0-only
/* Built without commands: knit is of no use but as PID 1. */
#include "../knit.h"

__apart int command(struct boot *b, char **argv)
{
	(void)b;
	(void)argv;
	return 1;
}
