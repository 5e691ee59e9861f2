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
		int nodev = 0;
		size_t len = 0;

		if (!strncmp(text, "nodev\t", 6)) {
			nodev = 1;
			text += 6;
		}
		for (; *text && *text != '\n' && *text != ','; text++) {
			if (*text == '\t')
				continue;
			if (len < size)
				name[len] = *text;
			len++;
		}
		if (*text)
			text++;
		if (!nodev && len && len < size) {
			name[len] = '\0';
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
	size_t len = strlen(name);

	while (*text) {
		if (!strncmp(text, "nodev\t", 6) && !strncmp(text + 6, name, len) &&
		    text[6 + len] == '\n')
			return 1;
		text = line_next(text);
	}
	return 0;
}
