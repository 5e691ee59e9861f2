// SPDX-License-Identifier: GPL-2.0-only
/*
 * Is the NFS server alive? Files would tell nothing, since the kernel may know all about them
 * for years; a call of our own, which does nothing, has to be answered by the server itself.
 */
#include "node.h"

#define PROBE_EVERY	(5 * NODE_SECOND)
#define PROBE_DEAD	(20 * NODE_SECOND)

static void probe_end(struct node *n)
{
	peer_close(&n->probe);
	n->ready = 0;
}

static void probe_call(struct node *n, u32 now)
{
	u32 call[RPC_CALL / 4];

	/* all of it goes into an empty socket's buffer */
	rpc_null(call, now);
	n->asked = now;
	n->probe.len = 0;
	if (sys_write(n->probe.fd, call, sizeof(call)) == sizeof(call))
		n->waiting = 1;
	else
		probe_end(n);
}

static void probe_answer(struct node *n, u32 now)
{
	int len = sys_read(n->probe.fd, (u8 *)n->reply + n->probe.len,
			   sizeof(n->reply) - n->probe.len);
	int size;

	if (len == -EAGAIN)
		return;
	n->probe.len += len;
	size = len > 0 ? rpc_reply(n->reply, n->probe.len, n->asked) : -EPIPE;
	if (size < 0) {
		probe_end(n);
	} else if (size > 0) {
		n->waiting = 0;
		n->alive = now;
	}
}

/**
 * probe_turn() - ask, and look for an answer
 * @n: the node
 * @now: uptime_us()
 *
 * Does not return if there was none for too long.
 */
void probe_turn(struct node *n, u32 now)
{
	struct peer *p = &n->probe;
	int due = now - n->asked >= PROBE_EVERY;

	if (p->fd < 0 && due) {
		n->asked = now;
		n->ready = 0;
		n->waiting = 0;
	}
	if (!n->ready && (p->fd >= 0 || due)) {
		n->ready = !peer_connect(p, n->server, be16(NODE_PORT_NFS));
		due = 1;
	}
	if (n->ready && n->waiting)
		probe_answer(n, now);
	else if (n->ready && due)
		probe_call(n, now);
	if (now - n->alive >= PROBE_DEAD)
		node_leave(n, "the server does not answer");
}
