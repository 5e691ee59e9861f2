/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Network interfaces, as the kernel's ioctls have them. linux/if.h and linux/in.h
 * want headers of a libc.
 */
#ifndef KNIT_NET_H
#define KNIT_NET_H

#include "../fmt/fmt.h"

#include <asm/socket.h>
#include <linux/sockios.h>

#define AF_INET		2	/* include/linux/socket.h */
#ifdef __mips__
#define SOCK_DGRAM	1	/* arch/mips/include/asm/socket.h */
#define SOCK_STREAM	2
#else
#define SOCK_DGRAM	2	/* include/linux/net.h */
#define SOCK_STREAM	1
#endif
#define MSG_DONTWAIT	0x40	/* include/linux/socket.h */

/* include/uapi/linux/if.h */
#define IFNAMSIZ	16
#define IFF_UP		0x01
#define IFF_BROADCAST	0x02
#define IFF_MARK	0x20	/* IFF_NOTRAILERS there */
#define IFF_RUNNING	0x40	/* up, and has a link */
#define IFF_NOARP	0x80

/*
 * What knit has brought up carries a flag that the kernel keeps for each interface, and
 * nobody has looked at since 4.2BSD's trailers are gone.
 */
#define IFF_OURS	(IFF_UP | IFF_MARK)

#define NET_INDEX_MAX	256	/* interfaces are numbered from 1 on */

/* An address or a port, in the order of the wire. */
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define NET_BYTES(a, b, c, d)	((u32)(a) << 24 | (b) << 16 | (c) << 8 | (d))
#define NETMSG_PORT		4919
#else
#define NET_BYTES(a, b, c, d)	((u32)(d) << 24 | (c) << 16 | (b) << 8 | (a))
#define NETMSG_PORT		0x3713
#endif

/**
 * struct net_place - struct sockaddr_in of include/uapi/linux/in.h
 * @family: AF_INET
 * @port: in the order of the wire
 * @addr: the same
 * @zero: nothing
 */
struct net_place {
	u16 family;
	u16 port;
	u32 addr;
	u32 zero[2];
};

/**
 * struct netreq - struct ifreq of include/uapi/linux/if.h
 * @name: of the interface
 * @family: AF_INET where the rest is an address (struct sockaddr_in)
 * @port: UDP port, network order
 * @addr: address, network order
 * @flags: IFF_…
 * @index: number of an interface
 * @all: the largest of the kernel's, on 64-bit CPUs
 */
struct netreq {
	char name[IFNAMSIZ];
	union {
		struct {
			u16 family;
			u16 port;
			u32 addr;
		};
		u16 flags;
		int index;
		u8 all[24];
	};
};

/* All requests are 0x89XX. */
#define net_ask(r, request)	net_ask_(r, (request) & 0xff)

int net_ask_(struct netreq *r, u8 request);
int net_next(struct netreq *r, int index);
void net_up(struct netreq *r);
void net_address(struct netreq *r, int own);

int net_wanted(const struct netreq *r);

/* wait.c */
int net_give(struct netreq *r, unsigned int request, u32 addr);

/* bootif.c */
#ifdef CONFIG_KNIT_BOOTIF
int net_booted(const struct netreq *r);
#else
#define net_booted(r)	1
#endif

/* route.c */
void net_gateway(struct boot *b, u32 gateway);

/* static.c */
void net_lo(struct boot *b);
#if defined(CONFIG_KNIT_NFSROOT) || defined(CONFIG_KNIT_CONFIG_NFS)
int net_static(struct boot *b);
#else
#define net_static(b)	((void)(b), 0)
#endif

/* failsafe/net.c */
int failsafe_net(struct netreq *bridge);

#endif /* KNIT_NET_H */
