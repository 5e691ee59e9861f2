// SPDX-License-Identifier: GPL-2.0-only
#include "failsafe.h"

#define SYNC	30	/* seconds; a flash that is broken may never have done */

/*
 * All but SIGCHLD: PID 1 looks for children that have ended every FEED seconds, so that a
 * shell that cannot start does not spin.
 */
static const struct sigset asking = { { ~sigmask(SIGCHLD) } };

static int sync_work(struct boot *b)
{
	(void)b;
	return sys_sync();
}

/*
 * What the signal of somebody's `reboot`, or Ctrl-Alt-Del, asks for: busybox only
 * signals PID 1 (its init/halt.c). OpenWrt's sysupgrade ends the process that
 * /tmp/.failsafe names: us.
 */
static void obey(struct boot *b, int sig)
{
	if (sig == SIGTERM)
		sysupgrade(b);
	b->flags = LINUX_REBOOT_CMD_RESTART;
	if (sig == SIGUSR1)
		b->flags = LINUX_REBOOT_CMD_HALT;
	else if (sig == SIGUSR2)
		b->flags = LINUX_REBOOT_CMD_POWER_OFF;
	else if (sig != SIGTERM && sig != SIGINT)
		return;
	child_run(b, sync_work, SYNC);
	child_start(b, restart);
}

/**
 * child_runs() - is a child still there?
 * @pid: its PID, or what child_start() has returned instead, or 0
 *
 * Return: whether it is.
 */
int child_runs(int pid)
{
	return pid > 0 && !sys_wait4(pid, NULL, WNOHANG, NULL);
}

/*
 * A shell for each console that has none. b->flags tells it whether more consoles follow:
 * the last is the one that /dev/console is, which PID 1 has open.
 * Return: how many shells were there already.
 */
static unsigned int shells_start(struct boot *b, const char *name)
{
	unsigned int left = 0;
	int *pid = b->shells;

	for (; *name && pid < b->shells + KNIT_CONSOLES; pid++) {
		path(b, "/dev/", name, NULL);
		name += strlen(name) + 1;
		b->flags = *name;
		if (child_runs(*pid))
			left++;
		else
			*pid = child_start(b, shell);
	}
	return left;
}

/*
 * Wait for a signal that asks for something, but not long. A LED that the kernel does
 * not blink is blinked here. Return: the signal, or less than 0 when FEED seconds have passed.
 */
static int signals_wait(struct boot *b)
{
	int left = FEED * 1000;
	int sig;

	watchdog_feed(b);
	do {
		struct __kernel_timespec time = { 0 };
		u32 ms = led_tick(b) ?: 500;

		left -= ms;
		time.tv_nsec = ms * 1000000;
		sig = sys_rt_sigtimedwait(&asking, NULL, &time, sizeof(asking));
	} while (sig < 0 && left > 0);	/* a child that ends may be an -EINTR */
	while (sys_wait4(-1, NULL, WNOHANG, NULL) > 0)
		;	/* PID 1 buries everybody */
	obey(b, sig);
	return sig;
}

/**
 * failsafe() - what is left when the boot cannot go on, or a person wants it so
 * @b: the boot; b->reason tells why
 *
 * A shell from the ROM, or knit's own, on every console, each started again when it
 * ends. While none runs, be it that there is no ROM or that no shell works, the time
 * counts until the machine restarts; knit's own counts once a person has typed something,
 * which it tells by SIGALRM. Returns when a person lets the boot go on
 * (`knit boot`, which sends SIGHUP): all that failsafe has started is gone then.
 */
__noinline void failsafe(struct boot *b)
{
	struct sigset all = { { ~0ul } };
	const char *consoles = "";
	unsigned int turn = 0;
	int attended = !!b->rom;	/* the own console is always there; a person may be not */
	int sig = 0;

	sys_reboot(LINUX_REBOOT_MAGIC1, LINUX_REBOOT_MAGIC2, LINUX_REBOOT_CMD_CAD_OFF, NULL);
	sys_rt_sigprocmask(SIG_BLOCK, &all, NULL, sizeof(all));
	failsafe_enter(b);
	if (!IS_ENABLED(CONFIG_KNIT_FAILSAFE_ACCESS_NONE) &&
	    (b->rom || IS_ENABLED(CONFIG_KNIT_FAILSAFE_CONSOLE)))
		consoles = consoles_list(b);
	state_forgive(b);
	log_write(b);
	reason_repeat(b, 0);
	do {
		unsigned int left = shells_start(b, consoles);
		int served = server_start(b);

		net_follow(b);
		attended |= sig == SIGALRM;
		/* who has logged in is not to be thrown out: 1 and 0 in turn */
		if (IS_ENABLED(CONFIG_KNIT_FAILSAFE_ACCESS_NONE) && served)
			turn = -(turn & 1);
		if (left && attended)
			turn = 0;
		else if (sig < 0)	/* any other is no time that has passed */
			reason_repeat(b, ++turn);
		sig = signals_wait(b);
	} while (sig != SIGHUP);
	failsafe_leave(b);
}
