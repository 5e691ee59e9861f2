// SPDX-License-Identifier: GPL-2.0-only
#include "fmt.h"

/**
 * netmsg() - a text as OpenWrt's preinit sends it over the network
 * @data: takes the datagram, which always has NETMSG_SIZE bytes: de ad, the text, zeroes
 * @text: the text
 *
 * Return: 0, or -E2BIG if the text has more than NETMSG_TEXT bytes.
 */
int netmsg(char *data, const char *text)
{
	size_t len = strlen(text);

	if (len > NETMSG_TEXT)
		return -E2BIG;
	memset(data, 0, NETMSG_SIZE);
	data[0] = '\xde';
	data[1] = '\xad';
	memcpy(data + 2, text, len);
	return 0;
}
