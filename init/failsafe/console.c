// SPDX-License-Identifier: GPL-2.0-only
#include "failsafe.h"

int failsafe_console(struct boot *b)
{
	(void)b;
	return 0;
}
