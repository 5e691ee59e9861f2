// SPDX-License-Identifier: GPL-2.0-only
#include "failsafe.h"

#define SYNC	30	/* seconds; a flash that is broken may never have done */

/**
 * struct console - a console with a shell on it
 * @name: of its node in /dev
 * @pid: of the shell, 0 when there is none
 */
struct console {
	const char *name;
	int pid;
};

static int sync_work(struct boot *b)
{
	(void)b;
	return sys_sync();
}

static int restart_synced(struct boot *b)
{
	child_run(b, sync_work, SYNC);
	return restart(b);
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
	child_start(b, restart_synced);
}

/* Each console, at most KNIT_CONSOLES, with its name in @names. */
static unsigned int consoles_find(struct boot *b, struct console *c, char *names)
{
	const char *name;
	unsigned int n = 0;

	if (IS_ENABLED(CONFIG_KNIT_FAILSAFE_ACCESS_NONE))
		return 0;
	for (name = consoles_list(b, names); *name && n < KNIT_CONSOLES;
	     name += strlen(name) + 1) {
		c[n].name = name;
		c[n++].pid = 0;
	}
	return n;
}

/*
 * A shell for each console that has none. b->flags tells it how many consoles follow:
 * the last is the one that /dev/console is, which PID 1 has open.
 */
static void shells_start(struct boot *b, struct console *c, unsigned int n)
{
	for (; n--; c++) {
		if (c->pid > 0)
			continue;
		path(b, "/dev/", c->name, NULL);
		b->flags = n;
		c->pid = child_start(b, shell);
	}
}

/*
 * PID 1 buries everybody; a console whose shell has died gets its place back.
 * Return: how many shells are left.
 */
static unsigned int shells_left(struct boot *b, struct console *c, unsigned int n)
{
	unsigned int left = 0;
	unsigned int i;
	int pid;

	while ((pid = sys_wait4(-1, NULL, WNOHANG, NULL)) > 0) {
		if (pid == b->server)
			b->server = 0;
		for (i = 0; i < n; i++)
			if (c[i].pid == pid)
				c[i].pid = 0;
	}
	for (i = 0; i < n; i++)
		left += c[i].pid > 0;
	return left;
}

/*
 * Wait for a signal that asks for something, but not long. A LED that the kernel does
 * not blink is blinked here. Return: the signal, or -EAGAIN when FEED seconds have passed.
 */
static int signals_wait(struct boot *b)
{
	static const struct sigset all = { { ~0ul } };
	int left = FEED * 1000;
	int sig = -EAGAIN;

	sys_rt_sigprocmask(SIG_BLOCK, &all, NULL, sizeof(all));
	watchdog_feed(b);
	while (sig == -EAGAIN && left > 0) {
		struct __kernel_timespec time = { .tv_sec = FEED };
		int ms = led_tick(b);

		if (!ms) {
			left = 0;
		} else {
			time.tv_sec = 0;
			time.tv_nsec = ms * 1000000;
			left -= ms;
		}
		sig = sys_rt_sigtimedwait(&all, NULL, &time, sizeof(all));
	}
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
void failsafe(struct boot *b)
{
	struct console consoles[KNIT_CONSOLES];
	char names[KNIT_CONSOLES_MAX];
	unsigned int n = 0;
	unsigned int left = 0;
	unsigned int turn = 0;
	int attended = !!b->rom;	/* the own console is always there; a person may be not */
	int sig = -EAGAIN;

	sys_reboot(LINUX_REBOOT_MAGIC1, LINUX_REBOOT_MAGIC2, LINUX_REBOOT_CMD_CAD_OFF, NULL);
	failsafe_enter(b);
	if (b->rom || IS_ENABLED(CONFIG_KNIT_FAILSAFE_CONSOLE))
		n = consoles_find(b, consoles, names);
	log_write(b);
	while (sig != SIGHUP) {
		attended |= sig == SIGALRM;
		if (sig == -EAGAIN) {	/* the end of a child is a signal, which is no reason */
			if (left && attended)
				turn = 0;
			else
				reason_repeat(b, turn++);
			server_start(b);
		}
		failsafe_net_follow(b);
		shells_start(b, consoles, n);
		sig = signals_wait(b);
		left = shells_left(b, consoles, n);
		if (left < n && sig != SIGHUP)	/* what cannot start shall not spin */
			sig = signals_wait(b);
	}
	failsafe_leave(b);
}
