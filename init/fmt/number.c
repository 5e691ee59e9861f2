// SPDX-License-Identifier: GPL-2.0-only
#include "fmt.h"

/**
 * number() - read an unsigned number
 * @s: text that starts with it
 * @base: 10 or 16 (without 0x; small letters, as the kernel prints)
 * @value: the number; bits above 32 are lost
 *
 * Return: the first character that is no digit; @s itself when none is.
 */
const char *number(const char *s, unsigned int base, u32 *value)
{
	u32 n = 0;

	for (;; s++) {
		unsigned int digit = (u8)*s - '0';

		if (digit > 9)
			digit = (u8)(*s - 'a') + 10u;	/* 10 or more, whatever it is */
		if (digit >= base)
			break;
		n = n * base + digit;
	}
	*value = n;
	return s;
}
