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
 * signals PID 1 (its init/halt.c).
 */
static void obey(struct boot *b, int sig)
{
	b->flags = LINUX_REBOOT_CMD_RESTART;
	if (sig == SIGUSR1)
		b->flags = LINUX_REBOOT_CMD_HALT;
	else if (sig == SIGUSR2)
		b->flags = LINUX_REBOOT_CMD_POWER_OFF;
	else if (sig != SIGTERM && sig != SIGINT)
		return;
	child_start(b, restart_synced);
}

/* The kernel's active consoles, at most KNIT_CONSOLES; /dev/console if it does not tell. */
static unsigned int consoles_find(struct boot *b, struct console *c)
{
	unsigned int n = 0;
	char *name;

	if (file_read("/sys/class/tty/console/active", b->text, KNIT_LINE_MAX) <= 0)
		join(b->text, b->text + KNIT_LINE_MAX, "console", NULL);
	cmdline_split(b->text);
	for (name = b->text; *name && n < KNIT_CONSOLES; name += strlen(name) + 1) {
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
static unsigned int shells_left(struct console *c, unsigned int n)
{
	unsigned int left = 0;
	unsigned int i;
	int pid;

	while ((pid = sys_wait4(-1, NULL, WNOHANG, NULL)) > 0)
		for (i = 0; i < n; i++)
			if (c[i].pid == pid)
				c[i].pid = 0;
	for (i = 0; i < n; i++)
		left += c[i].pid > 0;
	return left;
}

/*
 * Wait for a signal that asks for something, but not long.
 * Return: whether FEED seconds have passed.
 */
static int signals_wait(struct boot *b)
{
	static const struct sigset all = { { ~0ul } };
	static const struct __kernel_timespec time = { .tv_sec = FEED };
	int sig;

	sys_rt_sigprocmask(SIG_BLOCK, &all, NULL, sizeof(all));
	watchdog_feed(b);
	sig = sys_rt_sigtimedwait(&all, NULL, &time, sizeof(all));
	obey(b, sig);
	return sig == -EAGAIN;
}

/**
 * failsafe() - what is left when the boot cannot go on
 * @b: the boot; b->reason tells why
 *
 * A shell from the ROM on every console, each started again when it ends. While none
 * runs, be it that there is no ROM or that no shell works, the time counts until the
 * machine restarts.
 */
void failsafe(struct boot *b)
{
	struct console consoles[KNIT_CONSOLES];
	unsigned int n = 0;
	unsigned int left = 0;
	unsigned int turn = 0;
	int waited = 1;

	sys_reboot(LINUX_REBOOT_MAGIC1, LINUX_REBOOT_MAGIC2, LINUX_REBOOT_CMD_CAD_OFF, NULL);
	if (b->rom) {
		rom_enter(b);
		n = consoles_find(b, consoles);
	}
	log_write(b);
	for (;;) {
		if (left)
			turn = 0;
		else if (waited)
			reason_repeat(b, turn++);
		shells_start(b, consoles, n);
		waited = signals_wait(b);
		left = shells_left(consoles, n);
		if (left < n)	/* what cannot start shall not spin */
			waited = signals_wait(b);
	}
}
