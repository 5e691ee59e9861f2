// SPDX-License-Identifier: GPL-2.0-only
/* Built without a watchdog: there is none to feed. */
#include "../knit.h"

void watchdog_open(struct boot *b)
{
	(void)b;
}

void watchdog_feed(struct boot *b)
{
	(void)b;
}

void watchdog_release(struct boot *b)
{
	(void)b;
}

void watchdog_drop(struct boot *b)
{
	(void)b;
}
