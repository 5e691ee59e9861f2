// SPDX-License-Identifier: GPL-2.0-only
#include "node.h"

#define HANGS	10	/* seconds that a driver may take to stop */

static int restart_now(struct boot *b)
{
	sys_close(b->watchdog);		/* or it could not be opened anew */
	return sys_reboot(LINUX_REBOOT_MAGIC1, LINUX_REBOOT_MAGIC2, LINUX_REBOOT_CMD_RESTART, NULL);
}

/**
 * node_leave() - restart the node, whatever it takes
 * @n: the node
 * @why: why, for the console
 *
 * Nothing is written to where it belongs: that may be on the server, and would be waited for.
 * What does not return is left to sysrq, and in the end to the watchdog, unless the image has
 * it, and feeds it. Most drivers stop theirs at the begin of reboot(2)
 * (watchdog_stop_on_reboot()): one that is closed as it should be, and opened, counts again.
 */
void node_leave(struct node *n, const char *why)
{
	static const struct __kernel_timespec hangs = { .tv_sec = HANGS };
	const struct __kernel_timespec *wait = &hangs;
	struct boot *b = n->b;

	report_stage(b, "node");
	say(b, why, ", restarting", NULL);
	report(b, 0);
	watchdog_open(b);
	child_start(b, restart_now);
	for (;; wait = NULL) {
		sys_rt_sigtimedwait(&b->none, NULL, wait, sizeof(b->none));
		text_write(b->watchdog, "V");
		sys_close(b->watchdog);
		watchdog_open(b);
		file_write("sysrq-trigger", "b");
	}
}
