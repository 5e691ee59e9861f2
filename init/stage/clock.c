// SPDX-License-Identifier: GPL-2.0-only
/* The time of a WalT server, for machines that have no clock when they are switched on. */
#include "../node/node.h"

#include <linux/time.h>

#define CLOCK_WAIT	5	/* seconds: the server answers when the next one begins */

/* WalT 10: REQ_API_SESSION by its number, the node's side of the API, a call without arguments */
static const char clock_question[] = "10\nNSAPI\n('API_CALL', 'sync_clock', (), {})\n";

static int clock_work(struct boot *b)
{
	struct __kernel_timespec now = { 0 };
	int fd = node_ask(b, NODE_PORT_RPC, clock_question);
	u32 seconds;
	u32 len = 0;
	int err = fd < 0 ? fd : -EAGAIN;

	while (err == -EAGAIN)
		err = node_hear(b, fd, &len) ?: clock_answer(b->data, &seconds);
	if (err)
		return err;
	now.tv_sec = seconds;
	return sys_clock_settime(CLOCK_REALTIME, &now);
}

/**
 * stage_clock() - set the clock by the server's
 * @b: the boot
 *
 * Return: 0, 1 if this is no image of WalT's or the clock is right as it is, or a negative errno,
 * with b->step.
 */
int stage_clock(struct boot *b)
{
	int err;

	if (!is_walt(b) || is_qemu(b))
		return 1;
	err = node_server(b, b->path);
	if (err)
		return err;
	try(b, b->path);
	detail(b, "that of ", b->path, NULL);
	return child_run(b, clock_work, CLOCK_WAIT);
}
