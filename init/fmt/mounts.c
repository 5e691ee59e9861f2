// SPDX-License-Identifier: GPL-2.0-only
#include "fmt.h"

/* Characters of a path that /proc/mounts has as \ and three octal digits (seq_path()). */
static void unescape(char *s)
{
	char *to = s;

	for (; *s; s++) {
		if (*s == '\\' && s[1] && s[2] && s[3]) {
			*to++ = (s[1] & 3) << 6 | (s[2] & 7) << 3 | (s[3] & 7);
			s += 3;
		} else {
			*to++ = *s;
		}
	}
	*to = '\0';
}

/**
 * mounts_last() - cut the last line off /proc/mounts
 * @text: the file
 * @len: bytes that are left of it, becomes less
 *
 * Return: where that line's file system is mounted, of use until the next call; empty if the
 * line has no such word.
 */
char *mounts_last(char *text, int *len)
{
	char *end = text + *len;
	char *at;

	*end = '\0';
	do
		end--;
	while (end > text && end[-1] != '\n');
	*len = end - text;
	while (*end && *end++ != ' ')
		;
	for (at = end; *at && *at != ' ' && *at != '\n'; at++)
		;
	*at = '\0';
	unescape(end);
	return end;
}
