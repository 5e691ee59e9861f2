// SPDX-License-Identifier: GPL-2.0-only
/*
 * Network interfaces, one at a time. What is known of them is in the kernel only, so an
 * interface may come, go or be renamed whenever it likes. None of the boot's buffers is
 * touched here: a message may be sent, or an interface come, in the middle of anything.
 */
#include "net.h"

#include "../../boards/board.h"

/**
 * net_open() - open the socket for all that follows, unless it is open
 * @b: the boot; b->net is negative afterwards if the kernel has no network: what else is
 *     called does nothing then
 */
void net_open(struct boot *b)
{
	if (b->net > 0)
		return;
	b->net = sys_socket(AF_INET, SOCK_DGRAM | O_CLOEXEC, 0);
	/* any number but 0 means yes, and this one is at hand */
	sys_setsockopt(b->net, SOL_SOCKET, SO_BROADCAST, &b->net, sizeof(b->net));
}

/**
 * net_ask_() - ask the kernel about an interface, or for a change; called as net_ask()
 * @r: its name or its number, and what is to be set; takes the answer
 * @request: the low byte of SIOC…
 *
 * Return: 0, or a negative errno.
 */
__noinline int net_ask_(struct netreq *r, u8 request)
{
	return sys_ioctl(boot.net, SOCK_IOC_TYPE << 8 | request, r);
}

/**
 * net_next() - the next network interface
 * @r: takes its name and its flags
 * @index: number of the one before, 0 for the first
 *
 * Return: its number; 0 behind the last, and while there is no network.
 */
int net_next(struct netreq *r, int index)
{
	while (boot.net > 0 && index < NET_INDEX_MAX) {
		r->index = ++index;
		if (!net_ask(r, SIOCGIFNAME) && !net_ask(r, SIOCGIFFLAGS))
			return index;
	}
	return 0;
}

/**
 * net_wanted() - is an interface one that people plug a cable into?
 * @r: its name and flags
 *
 * It is Ethernet, no radio, no bridge, and no conduit of a DSA switch, which the kernel brings
 * up together with the switch's ports: sysfs would have a link or a folder of that name. What
 * was up before knit came, such as the one that an NFS root needs, is none of knit's business.
 *
 * Return: 1 if so and the board does not name others, else 0.
 */
int net_wanted(const struct netreq *r)
{
	const struct board *board = boot.board;
	const char *other = "/phy80211\0/bridge\0/dsa\0";
	char path[KNIT_PATH_MAX];

	if ((r->flags & (IFF_BROADCAST | IFF_NOARP)) != IFF_BROADCAST ||
	    (r->flags & IFF_OURS) == IFF_UP)
		return 0;
	if (board && board->net && !cmdline_get(board->net, r->name))
		return 0;
	for (; *other; other += strlen(other) + 1) {
		join(path, path + sizeof(path), "/sys/class/net/", r->name, other, NULL);
		if (sys_readlink(path, path, 1) != -ENOENT)
			return 0;
	}
	return 1;
}

/**
 * net_up() - bring an interface up, and mark it as knit's
 * @r: its name; takes the flags that it had before, and these two
 */
void net_up(struct netreq *r)
{
	net_ask(r, SIOCGIFFLAGS);
	r->flags |= IFF_OURS;
	net_ask(r, SIOCSIFFLAGS);
}

/**
 * net_address() - give an interface its address, or none
 * @r: its name; the rest is overwritten
 * @own: 1 for the board's address, a /24; 0 for none
 */
void net_address(struct netreq *r, int own)
{
	u32 addr = NET_BYTES(192, 168, 1, 1);

	if (boot.board && boot.board->address[0])
		addr = *(const u32 *)boot.board->address;
	r->family = AF_INET;
	r->addr = own ? addr : 0;
	net_ask(r, SIOCSIFADDR);
	r->addr = NET_BYTES(255, 255, 255, 0);
	net_ask(r, SIOCSIFNETMASK);
}

/**
 * net_follow() - use what interfaces have come, and find where the cable is now
 * @b: the boot
 *
 * All of it is done anew each time; the kernel ignores what is so already. While the
 * window is open each interface has the address, in failsafe the bridge or, without one,
 * the first with a link.
 */
void net_follow(struct boot *b)
{
	int failsafe = IS_ENABLED(CONFIG_KNIT_FAILSAFE_NET) && b->failsafe;
	struct netreq bridge;
	struct netreq r;
	int found = failsafe && failsafe_net(&bridge);
	int i = 0;

	while ((i = net_next(&r, i))) {
		int own = !failsafe;

		if (!net_wanted(&r))
			continue;
		net_up(&r);
		if (failsafe) {
			bridge.index = i;
			net_ask(&bridge, SIOCBRADDIF);
			own = !found && (r.flags & IFF_RUNNING);
			found |= own;
		}
		net_address(&r, own);
	}
}

/**
 * net_close() - leave the interfaces as the kernel had them
 * @b: the boot
 */
void net_close(struct boot *b)
{
	struct netreq r;
	int i = 0;

	while ((i = net_next(&r, i))) {
		if (!(r.flags & IFF_MARK))
			continue;
		r.flags &= ~IFF_OURS;
		net_ask(&r, SIOCSIFFLAGS);
		net_address(&r, 0);
		if (IS_ENABLED(CONFIG_KNIT_FAILSAFE_NET))
			net_ask(&r, SIOCBRDELBR);	/* fails for all but a bridge */
	}
	if (b->net > 0)
		sys_close(b->net);
	b->net = -1;
}
