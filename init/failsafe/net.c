// SPDX-License-Identifier: GPL-2.0-only
#include "../net/net.h"

#include "../../boards/board.h"

/*
 * Make the bridge, unless it is there. Return: 0 if there is to be none: the kernel has
 * no bridges, or nobody has said which interfaces may be joined (the internet's side of
 * a router is one of them, and two cables to one switch are a loop).
 */
static int bridge_make(struct netreq *bridge)
{
	int err;

	join(bridge->name, bridge->name + IFNAMSIZ, "br-lan", NULL);
	if (!IS_ENABLED(CONFIG_KNIT_FAILSAFE_NET_ALL) && !(boot.board && boot.board->net))
		return 0;
	err = net_ask(bridge, SIOCBRADDBR);
	if (err && err != -EEXIST)
		return 0;
	net_up(bridge);
	net_address(bridge, 1);
	return 1;
}

/**
 * failsafe_net_follow() - take in what interfaces have come, and where the cable is now
 * @b: the boot
 *
 * All of it is done anew each time; the kernel ignores what is so already. Without a
 * bridge the first interface with a link has the address.
 */
void failsafe_net_follow(struct boot *b)
{
	struct netreq bridge;
	struct netreq r;
	int found = bridge_make(&bridge);
	int i = 0;

	(void)b;
	while ((i = net_next(&r, i))) {
		int own;

		if (!net_wanted(&r))
			continue;
		net_up(&r);
		bridge.index = i;
		net_ask(&bridge, SIOCBRADDIF);
		own = !found && (r.flags & IFF_RUNNING);
		found |= own;
		net_address(&r, own);
	}
}

/**
 * failsafe_net() - open the network for failsafe; failsafe_net_follow() does the rest
 * @b: the boot; b->net may be open, so that a link that the window has found is kept
 */
void failsafe_net(struct boot *b)
{
	struct netreq r;

	if (b->net <= 0)
		net_socket(b);
	join(r.name, r.name + IFNAMSIZ, "lo", NULL);
	net_up(&r);
}
