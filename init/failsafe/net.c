// SPDX-License-Identifier: GPL-2.0-only
#include "failsafe.h"

void failsafe_net(struct boot *b)
{
	(void)b;
}

void failsafe_net_follow(struct boot *b)
{
	(void)b;
}
