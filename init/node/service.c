// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a server may ask: WalT's requests to a node, release 10 and before, on a port of the
 * node's; from release 11 on over the connection that the node has made (notify.c).
 */
#include "node.h"

#include <linux/wait.h>

#define SILENT		(15 * NODE_SECOND)	/* without a line: the client is given up */
#define WORK_MOST	(12 * NODE_SECOND)	/* the server waits 15 s for an answer */
#define SCRIPT_MOST	(60 * NODE_SECOND)	/* for the image to restart by itself */
#define SCRIPT_GRACE	(30 * NODE_SECOND)	/* more, once it has said that it does */

static const char starts[] =
	"KO Start by specifying \"MODE [single|multi]\". Closing on my side.\n";

/**
 * service_open() - listen
 * @n: the node
 */
void service_open(struct node *n)
{
	struct net_place own = { .family = AF_INET, .port = be16(NODE_PORT_SERVICE) };

	n->listener = node_socket();
	/* any number but 0 means yes, and this one is at hand */
	sys_setsockopt(n->listener, SOL_SOCKET, SO_REUSEADDR, &own, sizeof(int));
	if (!sys_bind(n->listener, &own, sizeof(own)))
		sys_listen(n->listener, 4);
}

/* One client at a time, others wait; who is not the server is sent away. */
static void client_take(struct node *n, u32 now)
{
	struct net_place from;
	int size = sizeof(from);
	struct peer *p = &n->client;

	p->fd = sys_accept4(n->listener, &from, &size, O_NONBLOCK | O_CLOEXEC);
	if (p->fd < 0)
		return;
	p->since = now;
	p->multi = 0;
	p->asks = 0;
	p->len = 0;
	p->line[0] = '\0';
	if (from.addr != n->server)
		peer_close(p);
}

/* The work is done in a child, since the image may be gone with the server. */
static int worker(struct boot *b, enum request work)
{
	int err = image_enter();

	if (err)
		return err;
	if (work == REBOOT)
		return image_script(b, 0);
	return image_blink(b, work == BLINK_ON);
}

static void work_begin(struct node *n, struct peer *p, enum request work, u32 now)
{
	n->worker = sys_clone(SIGCHLD, NULL, NULL, 0, NULL);
	if (!n->worker)
		sys_exit(-worker(n->b, work));
	n->work = work;
	n->asker = p;
	n->began = now;
}

/* A restart is the image's own as long as it can. Only its server waits for the OK. */
static void reboot_begin(struct node *n, u32 now)
{
	n->leaving = (now + SCRIPT_MOST) | 1;
	n->worker = sys_clone(SIGCHLD, NULL, NULL, 0, NULL);
	if (!n->worker)
		sys_exit(-(image_enter() ?: image_script(n->b, 1)));
}

/* Return: what is to be answered; NULL: nothing, the node restarts by the image's script. */
static const char *work_result(struct node *n, int status)
{
	if (!status)
		return "OK\n";
	if (n->work == REBOOT)
		return status == ENOENT << 8 || status == EIO << 8 ? "OK\n" :
		       "KO the reboot script is not executable on image\n";
	return status == ENOENT << 8 ?
	       "KO /bin/blink unavailable or not executable on image\n" :
	       "KO /bin/blink returned a non-zero error code\n";
}

static void peer_answers(struct peer *p, const char *text)
{
	if (p->fd >= 0 && !peer_says(p, text) && !p->multi)
		peer_close(p);
}

/* The child that works has ended, or takes too long. */
static void work_turn(struct node *n, u32 now)
{
	int status = EIO << 8;
	int ended = sys_wait4(n->worker, &status, WNOHANG, NULL);
	const char *answer;

	if (n->leaving) {
		if (ended > 0 && status)		/* there was no script */
			node_leave(n, "as asked for");
		if (ended > 0) {
			n->leaving = (now + SCRIPT_GRACE) | 1;
			n->worker = 0;
		}
		return;
	}
	if (!ended && now - n->began < WORK_MOST)
		return;
	if (!ended)
		sys_kill(n->worker, SIGKILL);
	n->worker = 0;
	answer = work_result(n, status);
	peer_answers(n->asker, answer);
	if (n->work == REBOOT && answer[0] == 'O')
		reboot_begin(n, now);
}

/**
 * service_line() - answer a request, if a whole line has come
 * @n: the node
 * @p: where from
 * @now: uptime_us()
 *
 * Return: 1 if there was one, and there may be more.
 */
int service_line(struct node *n, struct peer *p, u32 now)
{
	enum request r = request_read(p->line, p->len == sizeof(p->line) - 1);

	if (r == REQUEST_MORE)
		return 0;
	p->len = strlen(p->line);
	p->since = now;
	switch (r) {
	case MODE_SINGLE:
	case MODE_MULTI:
		p->multi = r;
		p->asks = 1;
		return 1;
	case PING:
		peer_answers(p, "OK\n");
		return p->fd >= 0;
	case BLINK_OFF:
	case BLINK_ON:
	case REBOOT:
		work_begin(n, p, r, now);
		return 0;
	case CLOSE:
		p->multi = 0;
		peer_answers(p, "OK Closing on my side.\n");
		return 0;
	default:
		peer_answers(p, p->asks ? "KO Invalid request.\n" : starts);
		return p->fd >= 0;
	}
}

/**
 * service_turn() - go on with what was asked, and hear what is asked
 * @n: the node
 * @now: uptime_us()
 */
void service_turn(struct node *n, u32 now)
{
	struct peer *p = &n->client;

	if (n->worker > 0)
		work_turn(n, now);
	if (n->leaving && (int)(now - n->leaving) > 0)
		node_leave(n, "the image does not restart by itself");
	if (p->fd < 0)
		client_take(n, now);
	if (p->fd < 0 || n->worker > 0)
		return;
	peer_read(p);
	while (p->fd >= 0 && service_line(n, p, now))
		;
	if (p->fd >= 0 && n->worker <= 0 && now - p->since >= SILENT) {
		p->multi = 0;
		peer_answers(p, "TIMEOUT Closing on my side.\n");
	}
}
