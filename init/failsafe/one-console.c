// SPDX-License-Identifier: GPL-2.0-only
/* Built for one console: the one that /dev/console stands for. */
#include "failsafe.h"

unsigned int consoles_find(struct boot *b, struct console *c)
{
	(void)b;
	c->name = "console";
	c->pid = 0;
	return 1;
}
