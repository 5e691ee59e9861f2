// SPDX-License-Identifier: GPL-2.0-only
/* The boot log, for the log of WalT's server. */
#include "node.h"

#define LOG_PAUSE	(5 * NODE_SECOND)	/* between two attempts */
#define LOG_TRIES	12	/* a server that takes no lines for a minute never does */

/* REQ_NEW_INCOMING_LOGS by its number, the stream's name, and that lines have no time in them */
#define LOG_BEGIN	"0\nwalt-init\nNO_TIMESTAMPS\n"
#define LOG_END		"CLOSE\n"

/**
 * log_open() - there is something to be sent
 * @n: the node
 * @log: whole lines; overwritten in the end, since ps shows them as an argument; NULL: none
 */
void log_open(struct node *n, char *log)
{
	n->log = log;
	n->logger.fd = -1;
	n->logged = uptime_us() - LOG_PAUSE;
}

/**
 * log_turn() - go on with it
 * @n: the node
 * @now: uptime_us()
 *
 * All of it goes into an empty socket's buffer, and the server sees the end of it there: nothing
 * is left to be waited for.
 */
void log_turn(struct node *n, u32 now)
{
	struct peer *p = &n->logger;
	int err;

	if (!n->log || (p->fd < 0 && now - n->logged < LOG_PAUSE))
		return;
	if (p->fd < 0) {
		n->logged = now;
		n->tries++;
	}
	err = peer_connect(p, n->server, be16(NODE_PORT_NOTIFY));
	if (!err && (peer_says(p, LOG_BEGIN) || peer_says(p, n->log) || peer_says(p, LOG_END)))
		err = -EPIPE;
	if (!err)
		peer_close(p);
	if (!err || (err != -EINPROGRESS && n->tries == LOG_TRIES)) {
		memset(n->log, 0, strlen(n->log));
		n->log = NULL;
	}
}
