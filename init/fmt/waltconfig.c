// SPDX-License-Identifier: GPL-2.0-only
#include "fmt.h"

/* In the order of enum walt_value, a NUL behind each. */
static const char keys[] =
	"export walt_boot_mode=\0export walt_persist_path=\0export walt_vnode_mode=\0";

/**
 * walt_config() - what a WalT server says of a node, from release 11 on
 * @text: its answer, lines for a shell; their ends become NULs
 * @values: takes what each key has, WALT_VALUES of them; NULL: it is missing
 *
 * A line that has no end is none: more of it may have been to come.
 *
 * Return: 0, -ENOENT if the mode is missing.
 */
int walt_config(char *text, const char **values)
{
	unsigned int n;

	for (n = 0; n < WALT_VALUES; n++)
		values[n] = NULL;
	while (*text) {
		char *next = (char *)line_next(text);
		const char *key = keys;

		if (next[-1] != '\n')
			break;
		next[-1] = '\0';
		for (n = 0; n < WALT_VALUES; n++, key += strlen(key) + 1)
			values[n] = after(text, key) ?: values[n];
		text = next;
	}
	return values[WALT_MODE] ? 0 : -ENOENT;
}
