// SPDX-License-Identifier: GPL-2.0-only
#include "failsafe.h"

/**
 * consoles_find() - the kernel's active consoles
 * @b: the boot; b->text holds their names
 * @c: takes at most KNIT_CONSOLES of them
 *
 * Return: how many; /dev/console alone if the kernel does not tell.
 */
unsigned int consoles_find(struct boot *b, struct console *c)
{
	unsigned int n = 0;
	char *name;

	if (file_read("/sys/class/tty/console/active", b->text, KNIT_LINE_MAX) <= 0)
		join(b->text, b->text + KNIT_LINE_MAX, "console", NULL);
	cmdline_split(b->text);
	for (name = b->text; *name && n < KNIT_CONSOLES; name += strlen(name) + 1) {
		c[n].name = name;
		c[n++].pid = 0;
	}
	return n;
}
