/* SPDX-License-Identifier: GPL-2.0-only */
/* A node: a machine whose root is on a server. Documentation/node.rst */
#ifndef KNIT_NODE_H
#define KNIT_NODE_H

#include "../net/net.h"

/*
 * Where all that belongs to it lies: WalT's tools, such as the one that saves what was changed
 * on a node as an image, know these names below /run, which /tmp becomes at the handover.
 */
#define NODE_RAM	"/tmp/walt/rootfs"
#define NODE_NFS	NODE_RAM "/mnt/nfsroot"
#define NODE_ENV	"/bin/walt-env"		/* in an image that a WalT server has mounted */

#define UTS_NAME	65	/* include/uapi/linux/utsname.h: bytes of each name */
#define NODE_NAME	"@knit-node"	/* the resident's */
#define NODE_LINE	128	/* bytes of what a server says, at most */
#define NODE_SECOND	1000000	/* us */

/* Ports: common/walt/common/constants.py of WalT 10; RFC 7530 for NFS */
#define NODE_PORT_NFS		2049
#define NODE_PORT_RPC		12345
#define NODE_PORT_SERVICE	12346
#define NODE_PORT_NOTIFY	12347
#define NODE_PORT_SSH		22

/**
 * struct peer - a connection, on which a server may ask
 * @fd: its socket; negative: there is none
 * @since: uptime_us() when something last came, or was last tried
 * @multi: more than one request may follow
 * @asks: it has said so, or that it is the only one
 * @len: bytes of @line
 * @line: what has come, and a NUL
 */
struct peer {
	int fd;
	u32 since;
	unsigned int multi;
	unsigned int asks;
	unsigned int len;
	char line[NODE_LINE];
};

/**
 * enum notify - how far the server has been told that the node is up
 * @NOTIFY_NEVER: it is not to be told
 * @NOTIFY_SSH: not before there is a server for logins
 * @NOTIFY_HOOK: /bin/on-bootup of the image runs
 * @NOTIFY_CONNECT: from here on it is
 * @NOTIFY_ASKED: its OK is waited for
 * @NOTIFY_DONE: it knows, and goes on hearing of it
 */
enum notify {
	NOTIFY_NEVER, NOTIFY_SSH, NOTIFY_HOOK, NOTIFY_CONNECT, NOTIFY_ASKED, NOTIFY_DONE,
};

/**
 * struct node - what the resident process knows
 * @b: an empty boot, for messages
 * @server: address of the boot server, in the order of the wire
 * @alive: uptime_us() when its NFS last answered
 * @asked: uptime_us() of the last call, or of the last attempt
 * @ready: the connection for that is there
 * @waiting: the call has not been answered
 * @listener: where the server may ask
 * @notify: enum notify
 * @worker: PID of the child that does what somebody has asked for, 0: none
 * @work: what that is
 * @began: uptime_us() when it began
 * @asker: who gets the answer
 * @hook: PID of the child that runs /bin/on-bootup
 * @noted: uptime_us() when the server was told last, or that was last tried
 * @leaving: uptime_us() when the node is to restart at the latest, 0: it is not to
 * @reply: what has come of NFS's answer
 * @probe: the connection to it; its line is not used
 * @client: who asks at the node's own port
 * @told: the connection over which the server is told, and may ask, too
 * @log: the lines for its log, NULL: there are none
 * @tries: how often that was tried
 * @logged: uptime_us() when it was tried last
 * @logger: the connection for that
 */
struct node {
	struct boot *b;
	u32 server;
	u32 alive;
	u32 asked;
	unsigned int ready;
	unsigned int waiting;
	int listener;
	enum notify notify;
	int worker;
	enum request work;
	u32 began;
	struct peer *asker;
	int hook;
	u32 noted;
	u32 leaving;
	u32 reply[16];
	struct peer probe;
	struct peer client;
	struct peer told;
#ifdef CONFIG_KNIT_NODE_LOG
	char *log;
	unsigned int tries;
	u32 logged;
	struct peer logger;
#endif
};

/* Is the root an image that a WalT server has mounted? b->data is used. */
#define is_walt(b)	(sys_readlink(NODE_NFS NODE_ENV, (b)->data, 1) != -ENOENT)

/* server.c */
int node_server(struct boot *b, char *to);

/* ask.c */
int node_ask(struct boot *b, u16 port, const char *question);
int node_hear(struct boot *b, int fd, u32 *len);

/* mount.c */
int node_mount(struct boot *b);

/* walt.c */
#ifdef CONFIG_KNIT_NODE_WALT
void node_walt(struct boot *b, int persistent);
#else
#define node_walt(b, persistent)	((void)(b))
#endif

/* config.c */
#ifdef CONFIG_KNIT_NODE_CONFIG
int node_config(struct boot *b);
int config_persist(struct boot *b);
const char *config_lines(struct boot *b, int persistent);
#else
#define node_config(b)		0
#define config_persist(b)	(-ENOENT)
#define config_lines(b, p)	NULL
#endif

extern const char knit_alone[];		/* arch/knit.lds, knit-apart.lds: where what stays begins */

/* resident.c */
void resident(struct boot *b) __attribute__((noreturn));

/* connect.c */
int node_socket(void);
int peer_connect(struct peer *p, u32 addr, u16 port);
void peer_close(struct peer *p);
int peer_says(struct peer *p, const char *text);
int peer_read(struct peer *p);

/* probe.c */
void probe_turn(struct node *n, u32 now);

/* service.c */
void service_open(struct node *n);
void service_turn(struct node *n, u32 now);
int service_line(struct node *n, struct peer *p, u32 now);

/* image.c */
static inline int is_qemu(struct boot *b)
{
	return file_read("/sys/class/dmi/id/sys_vendor", b->data, KNIT_LINE_MAX) > 0 &&
	       after(b->data, "QEMU");
}

int image_enter(void);
int image_blink(struct boot *b, int on);
int image_script(struct boot *b, int run);
int image_booted(struct boot *b);

/* notify.c */
#ifdef CONFIG_KNIT_NODE_NOTIFY
void notify_turn(struct node *n, u32 now);
#else
#define notify_turn(n, now)	((void)(now))
#endif

/* log.c */
#ifdef CONFIG_KNIT_NODE_LOG
void log_open(struct node *n, char *log);
void log_turn(struct node *n, u32 now);
#else
#define log_open(n, log)	((void)(log))
#define log_turn(n, now)	((void)(now))
#endif

/* leave.c */
void node_leave(struct node *n, const char *why) __attribute__((noreturn));

#endif /* KNIT_NODE_H */
