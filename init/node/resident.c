// SPDX-License-Identifier: GPL-2.0-only
/*
 * The process that stays when the image's own init runs: it restarts a node whose server is
 * gone, and does what the server asks. Its program is in memory and nowhere else, its root is
 * an empty directory in RAM, and it waits for nothing but the clock.
 */
#include "node.h"

#define TURN	1000000000	/* ns */
#define TURN_BUSY 100000000	/* while somebody waits for an answer */
#define STACK_BELOW 8192	/* bytes: what it may use still; the kernel maps 128 KiB at first */
#define LOCKED	0x20000		/* bytes: more than the program has, and the stack above that */

/* Sleep until something comes, or until the next turn. */
static void node_wait(struct node *n)
{
	struct knit_poll polls[] = {
		{ .fd = n->probe.fd, .events = POLLIN },
		{ .fd = n->client.fd < 0 ? n->listener : n->client.fd, .events = POLLIN },
		{ .fd = n->notify >= NOTIFY_ASKED ? n->told.fd : -1, .events = POLLIN },
	};
	struct __kernel_timespec turn = { .tv_sec = 1 };

	if (n->worker > 0 || n->leaving) {
		/* what has come already waits for that */
		turn.tv_sec = 0;
		turn.tv_nsec = TURN_BUSY;
		polls[1].fd = -1;
		polls[2].fd = -1;
	}
	if (!n->ready)
		polls[0].fd = -1;
	sys_ppoll(polls, ARRAY_SIZE(polls), &turn, NULL, 0);
}

/*
 * What it uses is kept in RAM. mlockall() would fetch the vdso as well, the kernel's pages in each
 * process: only what is ours is locked. Behind either there is nothing, which mlock2() complains
 * of when it has done its work (mm/mlock.c, apply_vma_lock_flags()).
 */
static void memory_lock(struct node *n)
{
	sys_mlock2(knit_alone, LOCKED, MLOCK_ONFAULT);
	sys_mlock2((void *)((unsigned long)n - STACK_BELOW), LOCKED, MLOCK_ONFAULT);
}

/**
 * resident() - be that process
 * @b: an empty boot; its arguments are the server's address, and if that is WalT's a second one,
 *     and the boot log
 */
__apart void resident(struct boot *b)
{
	struct node n = {
		.b = b, .probe.fd = -1, .client.fd = -1, .told.fd = -1, .listener = -1,
	};

	memory_lock(&n);
	ip_read(b->argv[1], &n.server);
	if (IS_ENABLED(CONFIG_KNIT_NODE_NOTIFY) && b->argv[2])
		n.notify = NOTIFY_SSH;
	if (IS_ENABLED(CONFIG_KNIT_NODE_LOG) && b->argv[2])
		log_open(&n, b->argv[3]);
	n.alive = uptime_us();
	n.asked = n.alive - FEED * NODE_SECOND;
	service_open(&n);
	for (;;) {
		u32 now = uptime_us();

		probe_turn(&n, now);
		service_turn(&n, now);
		notify_turn(&n, now);
		log_turn(&n, now);
		node_wait(&n);
	}
}
