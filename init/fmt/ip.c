// SPDX-License-Identifier: GPL-2.0-only
#include "fmt.h"

/**
 * ip_read() - read an IPv4 address
 * @s: text that starts with it, as a.b.c.d
 * @addr: takes it, in the order of the wire
 *
 * Return: what follows, NULL if it is none.
 */
const char *ip_read(const char *s, u32 *addr)
{
	u8 *to = (u8 *)addr;
	unsigned int n;

	for (n = 0; n < 4; n++) {
		const char *digits = s;
		u32 byte;

		if (n && *digits++ != '.')
			return NULL;
		s = number(digits, 10, &byte);
		/* as many digits as make no number that turns over */
		if (s == digits || s > digits + 3 || byte > 255)
			return NULL;
		to[n] = byte;
	}
	return s;
}
