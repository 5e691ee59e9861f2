// SPDX-License-Identifier: GPL-2.0-only
/* What WalT's server asks of a node, a line at a time. */
#include "fmt.h"

/* In the order of enum request, a NUL behind each. */
static const char requests[] = "MODE single\0MODE multi\0PING\0BLINK 0\0BLINK 1\0REBOOT\0CLOSE\0";

/**
 * request_read() - take the first line out of what has come
 * @text: the text, and a NUL behind it; what follows the line moves to its start
 * @full: there is no room for more of it
 *
 * Return: which request the line is, REQUEST_MORE if it has no end yet.
 */
enum request request_read(char *text, int full)
{
	char *end = text;
	unsigned int n;

	while (*end && *end != '\n')
		end++;
	if (!*end && !full)
		return REQUEST_MORE;
	/* telnet and nc -C end theirs so */
	if (end > text && end[-1] == '\r')
		end[-1] = '\0';
	if (*end)
		*end++ = '\0';
	n = words_index(requests, text);
	while ((*text++ = *end++))
		;
	return n;
}
