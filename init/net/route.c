// SPDX-License-Identifier: GPL-2.0-only
#include "net.h"

#define RTF_UP		1	/* include/uapi/linux/route.h */
#define RTF_GATEWAY	2

/* struct rtentry of include/uapi/linux/route.h, of which most stays 0 */
struct route {
	unsigned long pad;
	struct route_addr {
		u16 family;
		u16 port;
		u32 addr;
		u32 zero[2];
	} to, gateway, mask;
	u16 flags;
	unsigned long rest[8];
};

/**
 * net_gateway() - where packets go that are for nobody near
 * @b: the boot; b->net is open
 * @gateway: the router's address, in the order of the wire
 */
void net_gateway(struct boot *b, u32 gateway)
{
	struct route route = {
		.to.family = AF_INET,
		.gateway = { .family = AF_INET, .addr = gateway },
		.flags = RTF_UP | RTF_GATEWAY,
	};

	sys_ioctl(b->net, SIOCADDRT, &route);
}
