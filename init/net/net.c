// SPDX-License-Identifier: GPL-2.0-only
/* The network while the window is open: messages on every port that has a cable. */
#include "net.h"

#define SOCKADDR_IN	16			/* bytes of struct sockaddr_in */
#define IFF_LINK	(IFF_BROADCAST | IFF_RUNNING)

/**
 * net_add() - use an interface that has come, if it is one for people
 * @b: the boot
 * @name: its name
 */
void net_add(struct boot *b, const char *name)
{
	struct netreq r;

	(void)b;
	join(r.name, r.name + sizeof(r.name), name, NULL);
	if (!net_wanted(&r))
		return;
	net_up(&r);
	net_address(&r, 1);
}

/**
 * net_open() - begin, with the interfaces that are there
 * @b: the boot; b->net is negative afterwards if the kernel has no network: what else is
 *     called does nothing then
 */
void net_open(struct boot *b)
{
	struct netreq r;
	int i = 0;

	net_socket(b);
	while ((i = net_next(&r, i)))
		net_add(b, r.name);
}

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
	char data[NETMSG_SIZE];
	struct netreq r;
	int err = -ENODEV;
	int i = 0;

	if (netmsg(data, text))
		return -E2BIG;
	while ((i = net_next(&r, i))) {
		if (net_ask(&r, SIOCGIFFLAGS) || (r.flags & IFF_LINK) != IFF_LINK ||
		    net_ask(&r, SIOCGIFBRDADDR) ||
		    sys_setsockopt(b->net, SOL_SOCKET, SO_BINDTODEVICE, r.name, IFNAMSIZ))
			continue;
		r.port = NETMSG_PORT;
		r.addr = r.addr ?: NET_BYTES(255, 255, 255, 255);	/* as `ip addr` leaves it */
		if (sys_sendto(b->net, data, sizeof(data), MSG_DONTWAIT, &r.family,
			       SOCKADDR_IN) > 0)
			err = 0;
	}
	return err;
}
