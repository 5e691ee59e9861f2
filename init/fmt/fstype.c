// SPDX-License-Identifier: GPL-2.0-only
#include "fmt.h"

/**
 * fstype_next() - the next type of a list of file systems
 * @text: /proc/filesystems, or the value of rootfstype=, which has commas
 * @name: takes it
 * @size: bytes in @name
 *
 * Types that need no device, "nodev" in /proc/filesystems, and names that do not
 * fit are passed over.
 *
 * Return: where to look for the one after it, NULL if there is none left.
 */
const char *fstype_next(const char *text, char *name, size_t size)
{
	while (*text) {
		char *to = name;

		if (after(text, "nodev\t")) {
			text = line_next(text);
			continue;
		}
		for (; (u8)*text > ','; text++)		/* a name has no blank either */
			if (to < name + size)
				*to++ = *text;
		if (*text)
			text++;
		if (to > name && to < name + size) {
			*to = '\0';
			return text;
		}
	}
	return NULL;
}

/**
 * fstype_nodev() - does a type of file system do without a device?
 * @text: /proc/filesystems
 * @name: the type
 *
 * Return: 1 if it is there as such, else 0.
 */
int fstype_nodev(const char *text, const char *name)
{
	for (; *text; text = line_next(text)) {
		const char *end = after(text, "nodev\t");

		if (end)
			end = after(end, name);
		if (end && *end == '\n')
			return 1;
	}
	return 0;
}
