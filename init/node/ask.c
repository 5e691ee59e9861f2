// SPDX-License-Identifier: GPL-2.0-only
/* A question to WalT's server, before there is a system. It blocks, so it is for a child. */
#include "node.h"

/**
 * node_ask() - ask the server something
 * @b: the boot; b->path is its address as text
 * @port: where it listens
 * @question: whole lines, since the server waits for the end of one that it has begun to read
 *
 * Return: the connection, or a negative errno.
 */
int node_ask(struct boot *b, u16 port, const char *question)
{
	struct net_place to = { .family = AF_INET, .port = be16(port) };
	int fd = sys_socket(AF_INET, SOCK_STREAM | O_CLOEXEC, 0);
	int err;

	if (fd < 0)
		return fd;
	ip_read(b->path, &to.addr);
	err = sys_connect(fd, &to, sizeof(to));
	if (!err)
		err = text_write(fd, question);
	return err < 0 ? err : fd;
}

/**
 * node_hear() - read more of the answer
 * @b: the boot; b->data takes it, and a NUL
 * @fd: the connection
 * @len: bytes that b->data has already
 *
 * Return: 0, -EPIPE if the server has hung up, -E2BIG if there is no room, or another negative
 * errno.
 */
int node_hear(struct boot *b, int fd, u32 *len)
{
	int n;

	if (*len == sizeof(b->data) - 1)
		return -E2BIG;
	n = sys_read(fd, b->data + *len, sizeof(b->data) - 1 - *len);
	if (n <= 0)
		return n ?: -EPIPE;
	*len += n;
	b->data[*len] = '\0';
	return 0;
}
