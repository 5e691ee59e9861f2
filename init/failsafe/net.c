// SPDX-License-Identifier: GPL-2.0-only
#include "../net/net.h"

#include "../../boards/board.h"

/**
 * failsafe_net() - what failsafe's network has besides the ports: lo and the bridge
 * @bridge: takes the bridge's name, and is overwritten
 *
 * Return: 0 if there is to be no bridge: the kernel has none, or nobody has said which
 * interfaces may be joined (the internet's side of a router is one of them, and two
 * cables to one switch are a loop).
 */
int failsafe_net(struct netreq *bridge)
{
	int err;

	memcpy(bridge->name, "lo", sizeof("lo"));
	net_up(bridge);
	memcpy(bridge->name, "br-lan", sizeof("br-lan"));
	if (!IS_ENABLED(CONFIG_KNIT_FAILSAFE_NET_ALL) && !(boot.board && boot.board->net))
		return 0;
	err = net_ask(bridge, SIOCBRADDBR);
	if (err && err != -EEXIST)
		return 0;
	net_up(bridge);
	net_address(bridge, 1);
	return 1;
}
