// SPDX-License-Identifier: GPL-2.0-only
/* The network while the window is open: messages on every port that has a cable. */
#include "net.h"

#define SOCKADDR_IN	16			/* bytes of struct sockaddr_in */
#define IFF_LINK	(IFF_BROADCAST | IFF_RUNNING)

/**
 * net_tell() - broadcast a text on each interface that has a link and an address
 * @b: the boot; nothing of it is touched
 * @text: the text
 *
 * Nothing is waited for: what cannot be sent is dropped.
 *
 * Return: 0, -ENODEV if no interface took it, or -E2BIG if the text is too long.
 */
int net_tell(struct boot *b, const char *text)
{
	struct netreq r;
	int err = -ENODEV;
	int i = 0;

	if (netmsg(b->datagram, text))
		return -E2BIG;
	while ((i = net_next(&r, i))) {
		if ((r.flags & IFF_LINK) != IFF_LINK ||
		    net_ask(&r, SIOCGIFBRDADDR) ||
		    sys_setsockopt(b->net, SOL_SOCKET, SO_BINDTODEVICE, r.name, IFNAMSIZ))
			continue;
		r.port = NETMSG_PORT;
		r.addr = r.addr ?: NET_BYTES(255, 255, 255, 255);	/* as `ip addr` leaves it */
		if (sys_sendto(b->net, b->datagram, NETMSG_SIZE, MSG_DONTWAIT, &r.family,
			       SOCKADDR_IN) > 0)
			err = 0;
	}
	return err;
}
