// SPDX-License-Identifier: GPL-2.0-only
/* BOOTIF=: of several interfaces, the one that the machine was booted from. */
#include "net.h"

#define BOOTIF_WAIT	1500000	/* us: so long its driver may take to find it */

static int has_mac(const struct netreq *r, const u8 *mac)
{
	struct netreq own = *r;

	return !net_ask(&own, SIOCGIFHWADDR) && !memcmp(own.all + 2, mac, MAC_LEN);
}

/**
 * net_booted() - may this interface be used, as far as BOOTIF= tells?
 * @r: its name; nothing of it is changed
 *
 * Where there is none with that address after a while, the words are another machine's, or the
 * driver has made an address up: better any interface than none.
 *
 * Return: whether it may.
 */
int net_booted(const struct netreq *r)
{
	const char *value = option_("BOOTIF=");
	struct netreq other;
	u8 mac[MAC_LEN];
	int i = 0;

	if (!value || bootif_read(value, mac) || has_mac(r, mac))
		return 1;
	if (!boot.looked)
		boot.looked = uptime_us() | 1;
	if (uptime_us() - boot.looked < BOOTIF_WAIT)
		return 0;
	while ((i = net_next(&other, i)))
		if (has_mac(&other, mac))
			return 0;
	return 1;
}
