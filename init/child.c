// SPDX-License-Identifier: GPL-2.0-only
#include "knit.h"

#include <linux/wait.h>

#define WINDOW_TICKS	250	/* of 20 ms in FEED seconds */

/* What the child that ended has to say: its errno as exit status. */
static int child_result(int status)
{
	if (status & 0x7f)	/* ended by a signal */
		return -EINTR;
	return -(status >> 8 & 0xff);
}

/**
 * child_start() - do something in a child of its own
 * @b: the boot
 * @work: what; its errno becomes the exit status
 *
 * Return: its PID, or a negative errno.
 */
int child_start(struct boot *b, int (*work)(struct boot *b))
{
	int pid = sys_clone(SIGCHLD, NULL, NULL, 0, NULL);

	if (!pid)
		sys_exit(-work(b));
	return pid;
}

/**
 * child_run() - do what may block in a child of its own
 * @b: the boot; what @work changes in it is lost with the child
 * @work: the work; its mounts stay, its errno comes back
 * @seconds: how long it may take; what passes until an orphan ends, which PID 1
 *           buries here too, does not count
 *
 * Meanwhile the watchdog is fed. The end is told by SIGCHLD, which is kept
 * blocked and waited for, so nothing polls; but while the window is open, which has
 * time, a person is watched for, and the child every 20 ms. A child that sleeps in the kernel
 * cannot be killed; it is left to itself then.
 *
 * Return: what @work returned, -ETIMEDOUT if it took too long, -EINTR if it was
 * killed, or the errno of the failed clone.
 */
int child_run(struct boot *b, int (*work)(struct boot *b), unsigned int seconds)
{
	static const struct sigset ended_set = { { sigmask(SIGCHLD) } };
	static const struct __kernel_timespec tick = { .tv_sec = FEED };
	unsigned int ticks;
	int status;
	int pid;

	sys_rt_sigprocmask(SIG_BLOCK, &ended_set, NULL, sizeof(ended_set));
	pid = child_start(b, work);
	if (pid < 0)
		return pid;
	for (ticks = seconds / FEED * (window_open(b) ? WINDOW_TICKS : 1); ticks;) {
		int ended;

		if (window_open(b)) {
			window_wait(b, FEED * 1000000 / WINDOW_TICKS);
			ticks--;
		} else {
			watchdog_feed(b);
			ticks -= sys_rt_sigtimedwait(&ended_set, NULL, &tick,
						     sizeof(ended_set)) == -EAGAIN;
		}
		while ((ended = sys_wait4(-1, &status, WNOHANG, NULL)) > 0)
			if (ended == pid)
				return child_result(status);
	}
	sys_kill(pid, SIGKILL);
	return -ETIMEDOUT;
}
