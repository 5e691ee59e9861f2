// SPDX-License-Identifier: GPL-2.0-only
#include "fmt.h"

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
