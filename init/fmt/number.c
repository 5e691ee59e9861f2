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

/**
 * device_number() - read a device's number
 * @s: "major:minor", decimal
 * @dev: takes it as the kernel's calls do (include/linux/kdev_t.h, new_encode_dev)
 *
 * Return: what follows.
 */
const char *device_number(const char *s, u32 *dev)
{
	u32 major;
	u32 minor;

	s = number(number(s, 10, &major) + 1, 10, &minor);
	*dev = (minor & 0xff) | major << 8 | (minor & ~0xffu) << 12;
	return s;
}
