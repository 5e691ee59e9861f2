// SPDX-License-Identifier: GPL-2.0-only
/* Connections that nothing waits for. */
#include "node.h"

/**
 * node_socket() - a socket for TCP
 *
 * Return: its descriptor, or a negative errno.
 */
int node_socket(void)
{
	return sys_socket(AF_INET, SOCK_STREAM | O_NONBLOCK | O_CLOEXEC, 0);
}

/**
 * peer_close() - end a connection
 * @p: the connection
 */
void peer_close(struct peer *p)
{
	sys_close(p->fd);
	p->fd = -1;
}

/**
 * peer_connect() - begin a connection, or look how far it is
 * @p: the connection
 * @addr: where to
 * @port: the port, both in the order of the wire
 *
 * Return: 0 if it is there, -EINPROGRESS if not yet; another negative errno, and then it is
 * closed.
 */
int peer_connect(struct peer *p, u32 addr, u16 port)
{
	struct net_place to = { .family = AF_INET, .port = port, .addr = addr };
	int err;

	if (p->fd < 0) {
		p->fd = node_socket();
		p->len = 0;
		p->line[0] = '\0';
	}
	err = sys_connect(p->fd, &to, sizeof(to));
	if (!err || err == -EISCONN)
		return 0;
	if (err == -EINPROGRESS || err == -EALREADY)
		return -EINPROGRESS;
	peer_close(p);
	return err;
}

/**
 * peer_says() - send a text
 * @p: the connection; closed if it takes not all at once, which is a line
 * @text: the text
 *
 * Return: 0, or a negative errno.
 */
int peer_says(struct peer *p, const char *text)
{
	int len = strlen(text);

	if (sys_write(p->fd, text, len) == len)
		return 0;
	peer_close(p);
	return -EPIPE;
}

/**
 * peer_read() - read what has come
 * @p: the connection; closed if the other side has done so
 *
 * Return: 0, or a negative errno: -EAGAIN if nothing has come.
 */
int peer_read(struct peer *p)
{
	int n = sys_read(p->fd, p->line + p->len, sizeof(p->line) - 1 - p->len);

	if (n > 0) {
		p->len += n;
		p->line[p->len] = '\0';
		return 0;
	}
	if (n == -EAGAIN)
		return n;
	peer_close(p);
	return -EPIPE;
}
