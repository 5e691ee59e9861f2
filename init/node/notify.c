// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tell WalT's server that the node is up; it switches one off and on that has not said so in
 * three minutes. The connection stays, and releases from 11 on ask over it what others ask at the
 * node's own port.
 */
#include "node.h"

#include <linux/wait.h>

#define NOTIFY_PAUSE	(5 * NODE_SECOND)	/* between two attempts */
#define NOTIFY_OK	(3 * NODE_SECOND)	/* the server's time to answer */
#define NOTIFY_EVERY	(20 * NODE_SECOND)	/* the server hears from us so often */

/* REQ_NOTIFY_BOOTUP_STATUS by its number, which is REQ_NODE_NET_SERVICE from release 11 on */
#define NOTIFY_REQUEST	"14\n"

static void hook_start(struct node *n)
{
	n->hook = sys_clone(SIGCHLD, NULL, NULL, 0, NULL);
	if (!n->hook)
		sys_exit(-(image_enter() ?: image_booted(n->b)));
	n->notify = NOTIFY_HOOK;
}

/* What has come on the connection: first OK, then requests. */
static void notify_hear(struct node *n, u32 now)
{
	struct peer *p = &n->told;

	if (n->notify == NOTIFY_DONE) {
		while (p->fd >= 0 && n->worker <= 0 && service_line(n, p, now))
			;
		return;
	}
	if (after(p->line, "OK\n")) {
		p->len = 0;
		p->line[0] = '\0';
		p->multi = 1;
		p->asks = 1;
		n->notify = NOTIFY_DONE;
		n->noted = now - NOTIFY_EVERY;	/* the first byte is what release 10 counts */
	}
}

static void notify_connected(struct node *n, u32 now)
{
	struct peer *p = &n->told;

	peer_read(p);
	notify_hear(n, now);
	if (n->notify == NOTIFY_ASKED && now - n->noted >= NOTIFY_OK)
		peer_close(p);
	if (n->notify == NOTIFY_DONE && now - n->noted >= NOTIFY_EVERY) {
		n->noted = now;
		peer_says(p, "\n");
	}
	if (p->fd < 0)
		n->notify = NOTIFY_CONNECT;
}

/**
 * notify_turn() - go on with it
 * @n: the node
 * @now: uptime_us()
 */
void notify_turn(struct node *n, u32 now)
{
	struct peer *p = &n->told;
	int due = now - n->noted >= NOTIFY_PAUSE;

	switch (n->notify) {
	case NOTIFY_NEVER:
		break;
	case NOTIFY_SSH:
		if (!peer_connect(p, NET_BYTES(127, 0, 0, 1), be16(NODE_PORT_SSH))) {
			peer_close(p);
			hook_start(n);
		}
		break;
	case NOTIFY_HOOK:
		if (sys_wait4(n->hook, NULL, WNOHANG, NULL))
			n->notify = NOTIFY_CONNECT;
		break;
	case NOTIFY_CONNECT:
		if (p->fd < 0 && !due)
			break;
		if (p->fd < 0)
			n->noted = now;
		if (!peer_connect(p, n->server, be16(NODE_PORT_NOTIFY)) &&
		    !peer_says(p, NOTIFY_REQUEST)) {
			n->notify = NOTIFY_ASKED;
			n->noted = now;
		}
		break;
	default:
		notify_connected(n, now);
	}
}
