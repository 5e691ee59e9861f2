// SPDX-License-Identifier: GPL-2.0-only
#include "knit.h"

#include <linux/wait.h>

#define TICKS		50	/* a second */

/* What the child that ended has to say: its errno as exit status. */
static int child_result(int status)
{
	if (status & 0x7f)	/* ended by a signal */
		return -EINTR;
	return -(status >> 8);
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
	struct sigset ended_set = { { sigmask(SIGCHLD) } };
	struct __kernel_timespec feed = { .tv_sec = FEED };
	int ticks;
	int status;
	int pid;

	sys_rt_sigprocmask(SIG_BLOCK, &ended_set, NULL, sizeof(ended_set));
	pid = child_start(b, work);
	if (pid < 0)
		return pid;
	for (ticks = seconds * TICKS; ticks > 0;) {
		int ended;

		if (window_open(b)) {
			window_wait(b, 1000000 / TICKS);
			ticks--;
		} else {
			watchdog_feed(b);
			if (sys_rt_sigtimedwait(&ended_set, NULL, &feed,
						sizeof(ended_set)) == -EAGAIN) {
				ticks -= FEED * TICKS;
				program_told(b, seconds - ticks / TICKS);
			}
		}
		while ((ended = sys_wait4(-1, &status, WNOHANG, NULL)) > 0)
			if (ended == pid)
				return child_result(status);
	}
	sys_kill(pid, SIGKILL);
	return -ETIMEDOUT;
}
