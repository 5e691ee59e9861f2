// SPDX-License-Identifier: GPL-2.0-only
/* Addresses as people write them. */
#include "fmt.h"

/**
 * address_text() - write an IPv4 address
 * @at: where
 * @end: the end of that buffer
 * @addr: it, in the order of the wire
 *
 * Return: the end of the text, see join().
 */
char *address_text(char *at, const char *end, u32 addr)
{
	u8 bytes[4];

	memcpy(bytes, &addr, sizeof(bytes));
	return join(at, end, dec_(bytes[0]), ".", dec_(bytes[1]), ".",
		    dec_(bytes[2]), ".", dec_(bytes[3]), NULL);
}

/**
 * mac_text() - write a MAC address
 * @to: takes MAC_TEXT bytes
 * @mac: it
 * @between: what stands between two bytes
 */
void mac_text(char *to, const u8 *mac, char between)
{
	unsigned int i;

	for (i = 0; i < MAC_LEN; i++) {
		*to++ = "0123456789abcdef"[mac[i] / 16];
		*to++ = "0123456789abcdef"[mac[i] % 16];
		*to++ = between;
	}
	to[-1] = '\0';
}
