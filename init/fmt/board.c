// SPDX-License-Identifier: GPL-2.0-only
#include "fmt.h"

/**
 * cpuinfo_machine() - is this the machine that /proc/cpuinfo names?
 * @text: /proc/cpuinfo, NUL at its end
 * @name: the machine
 *
 * The line is `machine : NAME` on mips, `Hardware : NAME` on arm; but no other is looked
 * for by that name, so any will do.
 *
 * Return: 1 if a line has that value, else 0.
 */
int cpuinfo_machine(const char *text, const char *name)
{
	for (; *text; text++) {
		const char *end = after(text, ": ");

		if (end)
			end = after(end, name);
		if (end && (u8)*end < ' ')
			return 1;
	}
	return 0;
}
