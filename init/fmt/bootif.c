// SPDX-License-Identifier: GPL-2.0-only
#include "fmt.h"

/**
 * bootif_read() - the interface that a boot loader has used, as PXELINUX and iPXE tell it
 * @s: the value of BOOTIF=: 01 for Ethernet, and the MAC address, parted by hyphens or colons
 * @mac: takes it
 *
 * Return: 0, or -EINVAL.
 */
int bootif_read(const char *s, u8 mac[MAC_LEN])
{
	unsigned int n;

	if (s[0] != '0' || s[1] != '1')
		return -EINVAL;
	s += 2;
	for (n = 0; n < MAC_LEN; n++, s += 3) {
		unsigned int high, low;

		if (*s != '-' && *s != ':')
			return -EINVAL;
		high = hex_digit(s[1]);
		low = high < 16 ? hex_digit(s[2]) : 16;
		if (low >= 16)
			return -EINVAL;
		mac[n] = high << 4 | low;
	}
	return *s ? -EINVAL : 0;
}
