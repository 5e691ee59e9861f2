// SPDX-License-Identifier: GPL-2.0-only
#include "fmt.h"

/**
 * compatible_has() - look a name up in a device tree's list of strings
 * @list: the property, a NUL after each string
 * @len: its length in bytes
 * @name: the string
 *
 * Return: 1 if it is there, 0 if not. A string that lacks its NUL is none.
 */
int compatible_has(const char *list, size_t len, const char *name)
{
	size_t start = 0;
	size_t i;

	for (i = 0; i < len; i++) {
		if (list[i])
			continue;
		if (!strcmp(list + start, name))
			return 1;
		start = i + 1;
	}
	return 0;
}

/**
 * cpuinfo_machine() - is this the machine that /proc/cpuinfo names?
 * @text: /proc/cpuinfo, NUL at its end
 * @name: the machine
 *
 * Return: 1 if there is a line `machine : NAME` (mips) or `Hardware : NAME` (arm),
 * else 0.
 */
int cpuinfo_machine(const char *text, const char *name)
{
	size_t len = strlen(name);

	while (*text) {
		int named = !strncmp(text, "machine", 7) || !strncmp(text, "Hardware", 8);

		while (*text && *text != '\n' && *text != ':')
			text++;
		if (named && text[0] == ':' && text[1] == ' ' && !strncmp(text + 2, name, len) &&
		    (text[2 + len] == '\n' || !text[2 + len]))
			return 1;
		text = line_next(text);
	}
	return 0;
}
