// SPDX-License-Identifier: GPL-2.0-only
#include "net.h"

#define TFTP_TRIES	4	/* in a row without an answer: 1, 2, 4, 8 seconds, and jitter */
#define TFTP_FIRST	1000000	/* us */

/**
 * struct tftp_talk - where a transfer is
 * @fd: the socket
 * @port: of the server for this file; 0: it has not answered yet
 * @tries: answers of ours that nothing has followed
 * @us: how long something is waited for
 */
struct tftp_talk {
	int fd;
	u16 port;
	unsigned int tries;
	u32 us;
};

/* Say what we have, or ask for the file while we have nothing. */
static int tftp_tell(struct boot *b, const struct tftp_talk *t, int ask)
{
	const struct uri *u = &b->netboot.uri;
	u8 answer[4];
	int n;

	if (!ask) {
		n = tftp_answer(&b->netboot.tftp, answer);
		return net_send(t->fd, answer, n, u->server, t->port);
	}
	n = tftp_ask(&b->netboot.tftp, b->text, b->text + sizeof(b->text), u->path + 1);
	return n < 0 ? n : net_send(t->fd, b->text, n, u->server, be16(u->port));
}

/* Nothing has come, for too long. */
static int tftp_silence(struct boot *b, struct tftp_talk *t)
{
	if (++t->tries == TFTP_TRIES)
		return -ETIMEDOUT;
	t->us *= 2;
	b->netboot.tftp.again = 0;
	return tftp_tell(b, t, !t->port);
}

/* Return: TFTP_END at the end, another enum tftp_take, or a negative errno. */
static int tftp_step(struct boot *b, struct tftp_talk *t)
{
	struct netboot *nb = &b->netboot;
	struct span data;
	u32 addr;
	u16 port;
	int n = net_receive(t->fd, b->text, TFTP_PACKET + 1, netboot_jitter(b, t->us), &addr,
			    &port);
	int what;

	if (n == -ETIMEDOUT)
		return tftp_silence(b, t);
	if (n < 0 || addr != nb->uri.server || (t->port && port != t->port))
		return TFTP_NOTHING;	/* nobody whom we talk to */
	what = tftp_take(&nb->tftp, (struct span){ (u8 *)b->text, n }, &data);
	if (what < 0)
		return what;
	t->port = port;
	if (data.len) {
		n = file_add(b, data);
		if (n)
			return n;
		t->tries = 0;
		t->us = TFTP_FIRST;
	}
	if (what != TFTP_NOTHING)
		tftp_tell(b, t, 0);
	return what;
}

/**
 * tftp_get() - get a file
 * @b: the boot; b->netboot.uri names it
 *
 * Return: 0, or a negative errno: -ENOENT if there is no such file.
 */
int tftp_get(struct boot *b)
{
	struct tftp_talk t = { .us = TFTP_FIRST };
	int what;

	t.fd = net_socket(SOCK_DGRAM, 0);
	if (t.fd < 0)
		return t.fd;
	what = tftp_tell(b, &t, 1);
	while (what >= 0 && what != TFTP_END)
		what = tftp_step(b, &t);
	sys_close(t.fd);
	return what < 0 ? what : 0;
}
