// SPDX-License-Identifier: GPL-2.0-only
#include "failsafe.h"

#define REPEAT	10	/* seconds between two reports of the reason, without a ROM */

/**
 * struct console - a console with a shell on it
 * @name: of its node in /dev
 * @pid: of the shell, 0 when there is none
 */
struct console {
	const char *name;
	int pid;
};

/*
 * What the signal of somebody's `reboot`, or Ctrl-Alt-Del, asks for: busybox only
 * signals PID 1 (its init/halt.c).
 */
static void obey(int sig)
{
	unsigned int how = LINUX_REBOOT_CMD_RESTART;

	if (sig == SIGUSR1)
		how = LINUX_REBOOT_CMD_HALT;
	else if (sig == SIGUSR2)
		how = LINUX_REBOOT_CMD_POWER_OFF;
	else if (sig != SIGTERM && sig != SIGINT)
		return;
	sys_sync();
	sys_reboot(LINUX_REBOOT_MAGIC1, LINUX_REBOOT_MAGIC2, how, NULL);
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

/* A shell for each console that has none. */
static void shells_start(struct boot *b, struct console *c, unsigned int n)
{
	for (; n--; c++) {
		if (c->pid > 0)
			continue;
		path(b, "/dev/", c->name, NULL);
		c->pid = sys_clone(SIGCHLD, NULL, NULL, 0, NULL);
		if (!c->pid)
			sys_exit(-shell(b));
	}
}

/*
 * PID 1 buries everybody; a console whose shell has died gets its place back.
 * Return: how many of them.
 */
static unsigned int shells_reap(struct console *consoles, unsigned int n)
{
	unsigned int ended = 0;
	unsigned int i;
	int pid;

	while ((pid = sys_wait4(-1, NULL, WNOHANG, NULL)) > 0)
		for (i = 0; i < n; i++)
			if (consoles[i].pid == pid) {
				consoles[i].pid = 0;
				ended++;
			}
	return ended;
}

/* Wait for a signal that asks for something, at most @seconds. */
static void signals_wait(struct boot *b, long seconds)
{
	static const struct sigset all = { { ~0ul } };
	struct __kernel_timespec time = { .tv_sec = seconds };

	sys_rt_sigprocmask(SIG_BLOCK, &all, NULL, sizeof(all));
	watchdog_feed(b);
	obey(sys_rt_sigtimedwait(&all, NULL, &time, sizeof(all)));
}

/* Without a ROM the reason is all there is to show, until the machine restarts. */
static void reason_repeat(struct boot *b, unsigned int waited)
{
	reason_report(b);
	if (CONFIG_KNIT_FAILSAFE_REBOOT && waited >= CONFIG_KNIT_FAILSAFE_REBOOT)
		obey(SIGTERM);
}

/**
 * failsafe() - what is left when the boot cannot go on
 * @b: the boot; b->reason tells why
 *
 * A shell from the ROM on every console, each started again when it ends.
 */
void failsafe(struct boot *b)
{
	struct console consoles[KNIT_CONSOLES];
	unsigned int n = 0;
	unsigned int waited;

	sys_reboot(LINUX_REBOOT_MAGIC1, LINUX_REBOOT_MAGIC2, LINUX_REBOOT_CMD_CAD_OFF, NULL);
	if (b->rom) {
		reason_report(b);
		rom_enter(b);
		/* a ROM without a shell leaves the reason; exec closes this */
		if (file_open("/bin/sh", O_RDONLY) >= 0)
			n = consoles_find(b, consoles);
	}
	log_write(b);
	for (waited = 0;; waited += REPEAT) {
		shells_start(b, consoles, n);
		if (!n)
			reason_repeat(b, waited);
		signals_wait(b, REPEAT);
		if (shells_reap(consoles, n))
			signals_wait(b, 1);	/* a shell that cannot start is no reason to spin */
	}
}
