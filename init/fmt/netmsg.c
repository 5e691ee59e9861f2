// SPDX-License-Identifier: GPL-2.0-only
#include "fmt.h"

/**
 * netmsg() - a text as OpenWrt's preinit sends it over the network
 * @data: takes the datagram, which always has NETMSG_SIZE bytes: de ad, the text, zeroes;
 *        there must be room for one more
 * @text: the text
 *
 * Return: 0, or 1 if the text has more than NETMSG_TEXT bytes.
 */
int netmsg(char *data, const char *text)
{
	memset(data, 0, NETMSG_SIZE);
	return join(data, data + NETMSG_SIZE + 1, "\xde\xad", text, NULL) ==
	       data + NETMSG_SIZE;
}
