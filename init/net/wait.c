// SPDX-License-Identifier: GPL-2.0-only
/* Sockets of a boot from the network: never for ever, and not in step with all others. */
#include "net.h"

#define GRND_INSECURE	4	/* include/uapi/linux/random.h: never waits */
#define CONNECT_US	5000000

/**
 * netboot_random() - a number that another machine does not have
 * @b: the boot
 *
 * Right after power-on the kernel may not have gathered any chance yet; the interface's address
 * and the time are never the same on two machines.
 *
 * Return: it.
 */
u32 netboot_random(struct boot *b)
{
	struct netboot *nb = &b->netboot;
	u32 chance = 0;
	unsigned int i;

	sys_getrandom(&chance, sizeof(chance), GRND_INSECURE);
	nb->random ^= chance ^ uptime_us();
	for (i = 0; i < MAC_LEN; i++)
		nb->random = (nb->random ^ nb->mac[i]) * 0x01000193;	/* FNV-1a */
	return nb->random;
}

/**
 * netboot_jitter() - a time, or somewhat less or more
 * @b: the boot
 * @us: the time, microseconds; below 35 minutes
 *
 * Return: from half of it to one and a half.
 */
u32 netboot_jitter(struct boot *b, u32 us)
{
	return us / 2 + us / 256 * (netboot_random(b) >> 24);
}

/**
 * net_wait() - wait for a descriptor
 * @fd: the descriptor; negative: for the time alone
 * @events: POLLIN or POLLOUT
 * @us: at most so long, microseconds
 *
 * Return: 0, or -ETIMEDOUT.
 */
int net_wait(int fd, int events, u32 us)
{
	struct knit_poll p = { .fd = fd, .events = events };
	struct __kernel_timespec time = { .tv_sec = us / 1000000 };

	time.tv_nsec = (us - (u32)time.tv_sec * 1000000) * 1000;
	return sys_ppoll(&p, 1, &time, NULL, 0) > 0 ? 0 : -ETIMEDOUT;
}

/**
 * net_socket() - a socket of the machine's own
 * @type: SOCK_DGRAM or SOCK_STREAM
 * @port: its port in the order of the wire, 0 for any
 *
 * Return: it, or a negative errno.
 */
int net_socket(int type, u16 port)
{
	const struct net_place any = { .family = AF_INET, .port = port };
	int fd = sys_socket(AF_INET, type | O_CLOEXEC | O_NONBLOCK, 0);
	int yes = 1;
	int err;

	if (fd < 0 || !port)
		return fd;
	sys_setsockopt(fd, SOL_SOCKET, SO_BROADCAST, &yes, sizeof(yes));
	sys_setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
	err = sys_bind(fd, &any, sizeof(any));
	if (!err)
		return fd;
	sys_close(fd);
	return err;
}

/**
 * net_receive() - a datagram
 * @fd: the socket
 * @buf: takes it
 * @size: what is longer is cut off
 * @us: at most so long is waited, microseconds
 * @addr: takes who has sent it, in the order of the wire
 * @port: the same
 *
 * Return: its length, -ETIMEDOUT, or another negative errno.
 */
int net_receive(int fd, void *buf, u32 size, u32 us, u32 *addr, u16 *port)
{
	struct net_place from = { 0 };
	int len = sizeof(from);
	int n = net_wait(fd, POLLIN, us);

	if (n)
		return n;
	n = sys_recvfrom(fd, buf, size, 0, &from, &len);
	*addr = from.addr;
	*port = from.port;
	return n;
}

/**
 * net_send() - a datagram
 * @fd: the socket
 * @data: it
 * @len: its length
 * @addr: whom to, in the order of the wire
 * @port: the same
 *
 * Return: its length, or a negative errno.
 */
int net_send(int fd, const void *data, u32 len, u32 addr, u16 port)
{
	const struct net_place to = { .family = AF_INET, .port = port, .addr = addr };

	return sys_sendto(fd, data, len, MSG_DONTWAIT, &to, sizeof(to));
}

/**
 * net_connect() - connect a stream
 * @fd: the socket
 * @addr: whom to, in the order of the wire
 * @port: the same
 *
 * Return: 0, or a negative errno.
 */
int net_connect(int fd, u32 addr, u16 port)
{
	const struct net_place to = { .family = AF_INET, .port = port, .addr = addr };
	int err = sys_connect(fd, &to, sizeof(to));

	if (err == -EINPROGRESS)	/* to ask once more tells how it went */
		err = net_wait(fd, POLLOUT, CONNECT_US) ?: (int)sys_connect(fd, &to, sizeof(to));
	return err == -EISCONN ? 0 : err;
}

/**
 * net_give() - give an interface an address
 * @r: its name
 * @request: SIOCSIF…
 * @addr: the address, in the order of the wire
 *
 * Return: 0, or a negative errno.
 */
int net_give(struct netreq *r, unsigned int request, u32 addr)
{
	r->family = AF_INET;
	r->port = 0;
	r->addr = addr;
	return net_ask(r, request);
}
