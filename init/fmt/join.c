// SPDX-License-Identifier: GPL-2.0-only
#include "fmt.h"

/**
 * join() - append strings to a text
 * @at: where its terminating NUL is to go next
 * @end: the end of its buffer
 * @...: the strings, then NULL
 *
 * Return: the new end of the text, always terminated; @end - 1 means that it did
 * not fit.
 */
char *join(char *at, const char *end, ...)
{
	const char *s;
	va_list list;

	va_start(list, end);
	while ((s = va_arg(list, const char *)))
		while (*s && at < end - 1)
			*at++ = *s++;
	va_end(list);
	*at = '\0';
	return at;
}
