// SPDX-License-Identifier: GPL-2.0-only
#include "knit.h"

#include <linux/time.h>
#include <linux/wait.h>

#define FEED	5	/* seconds between two feedings of the watchdog */

/**
 * uptime_us() - the time
 *
 * Return: microseconds since the machine's start, modulo 2^32 (71 minutes).
 */
u32 uptime_us(void)
{
	struct __kernel_timespec now = { 0 };

	sys_clock_gettime(CLOCK_MONOTONIC, &now);
	return (u32)now.tv_sec * 1000000 + (u32)now.tv_nsec / 1000;
}

/* What the child that ended has to say: its errno as exit status. */
static int child_result(int status)
{
	if (status & 0x7f)	/* ended by a signal */
		return -EINTR;
	return -(status >> 8 & 0xff);
}

/**
 * child_run() - do what may block in a child of its own
 * @b: the boot; what @work changes in it is lost with the child
 * @work: the work; its mounts stay, its errno comes back
 * @seconds: how long it may take, at most 4,000
 *
 * Meanwhile the watchdog is fed. The end is told by SIGCHLD, which is kept
 * blocked and waited for, so nothing polls. A child that sleeps in the kernel
 * cannot be killed; it is left to itself then.
 *
 * Return: what @work returned, -ETIMEDOUT if it took too long, -EINTR if it was
 * killed, or the errno of the failed clone.
 */
int child_run(struct boot *b, int (*work)(struct boot *b), unsigned int seconds)
{
	static const struct sigset chld = { { sigmask(SIGCHLD) } };
	static const struct __kernel_timespec tick = { .tv_sec = FEED };
	u32 since = uptime_us();
	int status;
	int pid;

	sys_rt_sigprocmask(SIG_BLOCK, &chld, NULL, sizeof(chld));
	pid = sys_clone(SIGCHLD, NULL, NULL, 0, NULL);
	if (pid < 0)
		return pid;
	if (!pid)
		sys_exit(-work(b));
	do {
		watchdog_feed(b);
		sys_rt_sigtimedwait(&chld, NULL, &tick, sizeof(chld));
		if (sys_wait4(pid, &status, WNOHANG, NULL) == pid)
			return child_result(status);
	} while (uptime_us() - since < seconds * 1000000);
	sys_kill(pid, SIGKILL);
	return -ETIMEDOUT;
}
