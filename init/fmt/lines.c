// SPDX-License-Identifier: GPL-2.0-only
#include "fmt.h"

/**
 * after() - what follows the start of a text
 * @text: the text
 * @start: what it should start with
 *
 * Return: what follows @start; NULL if it starts otherwise.
 */
const char *after(const char *text, const char *start)
{
	while (*start)
		if (*text++ != *start++)
			return NULL;
	return text;
}

/**
 * line_next() - the line behind this one
 * @text: somewhere in a text, with a NUL at its end
 *
 * Return: where the next line begins, or where the text ends.
 */
const char *line_next(const char *text)
{
	while (*text && *text++ != '\n')
		;
	return text;
}

/**
 * field_end() - where a field of a line ends, as in /proc/mounts
 * @s: where it begins
 *
 * Return: the blank, the end of the line or that of the text behind it.
 */
const char *field_end(const char *s)
{
	while ((u8)*s > ' ')
		s++;
	return s;
}

/**
 * lines_get() - look a key up in lines of KEY=value
 * @text: the lines, as in a uevent file of sysfs; NUL at its end
 * @key: the key, with the `=`
 * @value: takes the value
 * @end: the end of that buffer
 *
 * Return: 0, -ENOENT without such a line, -EFBIG if the value does not fit.
 */
int lines_get(const char *text, const char *key, char *value, const char *end)
{
	const char *s;

	while (!(s = after(text, key))) {
		text = line_next(text);
		if (!*text)
			return -ENOENT;
	}
	for (; *s && *s != '\n'; s++) {
		if (value == end - 1)
			return -EFBIG;
		*value++ = *s;
	}
	*value = '\0';
	return 0;
}
