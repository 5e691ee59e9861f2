// SPDX-License-Identifier: GPL-2.0-only
/* An address for the machine, RFC 2131: of whoever answers first, on any interface. */
#include "net.h"

#define SECOND_US	1000000
#define DISCOVERS	8	/* 1, 2, 4, 8 and then 16 seconds between two, and jitter */
#define DISCOVERS_LAST	4	/* the same, where failsafe waits behind that */
#define DISCOVER_MOST	(16 * SECOND_US)
#define REQUESTS	4	/* 1, 2, 4, 8 seconds */
#define LEASES		4	/* offers that come to nothing */
#define LINK_WAIT	(SECOND_US / 10)	/* between two looks for a link */
#define LINK_LOOKS	300	/* half a minute: a switch that looks for loops takes so long */
#define LINK_LOOKS_LAST	50	/* the same, where failsafe waits behind that */
#define LINK_NONE	20	/* the same, while there is no interface at all */
#define EVERYBODY	0xffffffff
#define DHCP_SERVERS	67	/* ports */
#define DHCP_CLIENTS	68

/**
 * struct dhcp_talk - what belongs together
 * @fd: the socket
 * @xid: in what is sent and answered; the interface's number is added to it
 * @there: interfaces that may have a link one day
 * @r: the interface
 */
struct dhcp_talk {
	int fd;
	u32 xid;
	unsigned int there;
	struct netreq r;
};

/* The interface's address. The socket sees the other interfaces, too, when this is done. */
static void dhcp_send(struct boot *b, struct dhcp_talk *t, int index, enum dhcp_type type)
{
	struct netboot *nb = &b->netboot;
	struct dhcp *p = (struct dhcp *)b->text;
	int len = dhcp_make(p, type, t->xid + index, nb->mac, nb->machine, &nb->lease);

	sys_setsockopt(t->fd, SOL_SOCKET, SO_BINDTODEVICE, t->r.name, IFNAMSIZ);
	net_send(t->fd, p, len, EVERYBODY, be16(DHCP_SERVERS));
	sys_setsockopt(t->fd, SOL_SOCKET, SO_BINDTODEVICE, "", 0);
}

static int mac_get(struct boot *b, struct netreq *r)
{
	int err = net_ask(r, SIOCGIFHWADDR);

	if (!err)
		memcpy(b->netboot.mac, r->all + 2, MAC_LEN);
	return err;
}

/* May the interface be one that this boot is to use? */
static int is_wanted(const struct netboot *nb, const struct netreq *r)
{
	if (nb->only)
		return !strcmp(r->name, nb->only);
	/* in a system that runs, the one that was booted from is in use */
	return net_wanted(r) && (nb->command || net_booted(r));
}

/* Ask on each interface that has a link. Return: how many there are. */
static unsigned int discover_all(struct boot *b, struct dhcp_talk *t)
{
	unsigned int n = 0;
	int i = 0;

	t->there = 0;
	while ((i = net_next(&t->r, i))) {
		if (!is_wanted(&b->netboot, &t->r))
			continue;
		t->there++;
		net_up(&t->r);
		if (net_ask(&t->r, SIOCGIFFLAGS) || !(t->r.flags & IFF_RUNNING) ||
		    mac_get(b, &t->r))
			continue;
		dhcp_send(b, t, i, DHCP_DISCOVER);
		n++;
	}
	return n;
}

/* Return: the type of an answer to us, and t->r is where it came; or a negative errno. */
static int dhcp_answer(struct boot *b, struct dhcp_talk *t, u32 us)
{
	struct netboot *nb = &b->netboot;
	struct dhcp *p = (struct dhcp *)b->text;
	struct lease lease;
	u32 addr;
	u16 port;
	/* one more: what is cut off is seen */
	int n = net_receive(t->fd, p, sizeof(*p) + 1, us, &addr, &port);

	if (n < DHCP_HEAD)
		return n < 0 ? n : -EINVAL;
	t->r.index = p->xid - t->xid;
	if ((u32)t->r.index > NET_INDEX_MAX || net_ask(&t->r, SIOCGIFNAME) || mac_get(b, &t->r))
		return -EINVAL;
	n = dhcp_read(p, n, p->xid, nb->mac, &lease);
	if (n > 0)
		nb->lease = lease;
	return n;
}

/* Wait for one of some types (bits), but no longer than @us. */
static int dhcp_expect(struct boot *b, struct dhcp_talk *t, u32 us, u32 types)
{
	u32 begin = uptime_us();
	u32 past;

	for (past = 0; past < us; past = uptime_us() - begin) {
		int type = dhcp_answer(b, t, us - past);

		if (type > 0 && type < 32 && types >> type & 1)
			return type;
	}
	return -ETIMEDOUT;
}

static int discover(struct boot *b, struct dhcp_talk *t)
{
	unsigned int last = b->netboot.last;
	unsigned int most = last ? LINK_LOOKS_LAST : LINK_LOOKS;
	unsigned int looks = 0;
	unsigned int i = 0;
	u32 us = SECOND_US;

	while (i < (last ? DISCOVERS_LAST : DISCOVERS)) {
		if (!discover_all(b, t)) {
			try(b, "a network interface with a link");
			if (looks++ == (t->there ? most : LINK_NONE))
				return -ENODEV;
			net_wait(-1, 0, LINK_WAIT);
			continue;
		}
		if (dhcp_expect(b, t, netboot_jitter(b, us), 1 << DHCP_OFFER) > 0)
			return 0;
		us = us < DISCOVER_MOST ? us * 2 : us;
		i++;
	}
	try(b, "an answer of a DHCP server");
	return -ETIMEDOUT;
}

/* Return: 0, or -ETIMEDOUT if the server is gone, or has changed its mind. */
static int request(struct boot *b, struct dhcp_talk *t)
{
	struct lease offer = b->netboot.lease;
	int index = net_ask(&t->r, SIOCGIFINDEX) ? 0 : t->r.index;
	unsigned int i;
	u32 us = SECOND_US;

	for (i = 0; i < REQUESTS; i++, us *= 2) {
		int type;

		b->netboot.lease = offer;
		dhcp_send(b, t, index, DHCP_REQUEST);
		type = dhcp_expect(b, t, netboot_jitter(b, us), 1 << DHCP_ACK | 1 << DHCP_NAK);
		if (type > 0)
			return type == DHCP_ACK ? 0 : -ETIMEDOUT;
	}
	return -ETIMEDOUT;
}

/* What the lease says, for the interface. */
static int lease_use(struct boot *b, struct netreq *r)
{
	const struct lease *l = &b->netboot.lease;
	int err;

	try(b, "address");
	memcpy(b->netboot.name, r->name, IFNAMSIZ);
	err = net_give(r, SIOCSIFADDR, l->ip);
	if (!err && l->mask)
		err = net_give(r, SIOCSIFNETMASK, l->mask);
	if (!err && l->gateway)		/* without it what is near can be reached */
		net_gateway(b, l->gateway);
	return err;
}

static int lease_get(struct boot *b, struct dhcp_talk *t)
{
	unsigned int i;
	int err = 0;

	for (i = 0; i < LEASES && !err; i++) {
		t->xid = netboot_random(b);
		err = discover(b, t);
		if (!err && !request(b, t))
			return lease_use(b, &t->r);
	}
	try(b, err ? b->step : "a lease of a DHCP server");
	return err ?: -ETIMEDOUT;
}

/**
 * dhcp_get() - get an address, and what a server says beside it
 * @b: the boot; b->net is open. b->netboot.only names the interface, or NULL: any Ethernet
 *     interface that the board and BOOTIF= do not exclude. b->netboot.lease, name and mac are set
 *
 * Interfaces that come late, or get a link late, are asked then. A kernel that drops what comes
 * from where it has no route to (rp_filter) lets no answer in; by default it does not.
 *
 * Return: 0, or a negative errno, with b->step.
 */
int dhcp_get(struct boot *b)
{
	struct dhcp_talk t;
	int err;

	try(b, "network");
	t.fd = net_socket(SOCK_DGRAM, be16(DHCP_CLIENTS));
	if (t.fd < 0)
		return t.fd;
	err = lease_get(b, &t);
	sys_close(t.fd);
	return err;
}
