// SPDX-License-Identifier: GPL-2.0-only
/* ip= with an address in it, where the kernel (CONFIG_IP_PNP) has not obeyed it. */
#include "net.h"

/* The fields of ip=, Documentation/admin-guide/nfs/nfsroot.rst of the kernel */
#define IP_CLIENT	0
#define IP_GATEWAY	2
#define IP_NETMASK	3
#define IP_DEVICE	5

static void device_up(struct netreq *r)
{
	net_ask(r, SIOCGIFFLAGS);
	r->flags |= IFF_UP;
	net_ask(r, SIOCSIFFLAGS);
}

/**
 * net_lo() - bring lo up
 * @b: the boot; b->net is opened
 */
void net_lo(struct boot *b)
{
	struct netreq r = { .name = "lo" };

	net_open(b);
	device_up(&r);
}

#if defined(CONFIG_KNIT_NFSROOT) || defined(CONFIG_KNIT_CONFIG_NFS)
/*
 * Is that the interface which ip= names? If it names none, the one that BOOTIF= names is, or else
 * each that can broadcast.
 */
static int is_named(const char *name, const struct netreq *r)
{
	const char *end = after(name, r->name);

	if (!*name || *name == ':')
		return (r->flags & IFF_BROADCAST) && net_booted(r);
	return end && (!*end || *end == ':');
}

/* Give an interface a field of ip=, if that is an address. Return: 0 if so. */
static int net_set(struct netreq *r, const char *words, unsigned int field, u8 request)
{
	r->family = AF_INET;
	r->port = 0;
	if (!ip_read(ip_field(words, field), &r->addr))
		return -EINVAL;
	return net_ask_(r, request);
}

static void gateway_set(struct boot *b, const char *words)
{
	u32 gateway;

	if (ip_read(ip_field(words, IP_GATEWAY), &gateway))
		net_gateway(b, gateway);
}

/* What is configured counts more than the command line, which has it for the kernel. */
static const char *net_words(struct boot *b)
{
#ifdef CONFIG_KNIT_CONFIG_NFS
	if (b->config.words[CONFIG_IP][0])
		return b->config.words[CONFIG_IP][0];
#endif
	return option(b, "ip=");
}

/**
 * net_static() - give an interface the address of ip=, unless one has it
 * @b: the boot; b->net is open
 *
 * Which one, ip= or BOOTIF= says, or it is the first that has a link. An interface takes a while
 * to find one; whoever calls tries again.
 *
 * Return: 0, also where ip= has no address; -ENETDOWN if there is no such interface yet.
 */
int net_static(struct boot *b)
{
	const char *words = net_words(b);
	struct netreq r;
	u32 own;
	int i = 0;

	if (!words || !ip_read(words, &own))
		return 0;
	while ((i = net_next(&r, i))) {
		if (!is_named(ip_field(words, IP_DEVICE), &r))
			continue;
		if (!(r.flags & IFF_UP))
			device_up(&r);
		else if (!net_ask(&r, SIOCGIFADDR) && r.addr == own)
			return 0;
		if (net_ask(&r, SIOCGIFFLAGS) || !(r.flags & IFF_RUNNING) ||
		    net_set(&r, words, IP_CLIENT, SIOCSIFADDR & 0xff))
			continue;
		net_set(&r, words, IP_NETMASK, SIOCSIFNETMASK & 0xff);
		gateway_set(b, words);
		return 0;
	}
	return -ENETDOWN;
}
#endif
