// SPDX-License-Identifier: GPL-2.0-only
#include "failsafe.h"

#define REPEAT	10	/* seconds between two reports of the reason, without a ROM */

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

/* Becomes the shell on its console, with the reason above the prompt. */
static void shell(struct boot *b, const char *name)
{
	static const struct sigset none;
	static char *const argv[] = { "-sh", NULL };
	int fd;

	join(b->path, b->path + sizeof(b->path), "/dev/", name, NULL);
	sys_setsid();
	fd = sys_openat(AT_FDCWD, b->path, O_RDWR, 0);
	sys_ioctl(fd, TIOCSCTTY, NULL);
	sys_dup3(fd, 0, 0);
	sys_dup3(fd, 1, 0);
	sys_dup3(fd, 2, 0);
	if (fd > 2)
		sys_close(fd);
	say(b, "\nknit: failsafe: ", b->reason, "\n", NULL);
	sys_write(2, b->line, b->at - b->line);
	sys_rt_sigprocmask(SIG_SETMASK, &none, NULL, sizeof(none));
	sys_execve("/bin/sh", argv, environment(b));
	sys_exit(127);
}

/* A shell for each console that has none. */
static void shells_start(struct boot *b, struct console *c, unsigned int n)
{
	for (; n--; c++) {
		if (c->pid > 0)
			continue;
		c->pid = sys_clone(SIGCHLD, NULL, NULL, 0, NULL);
		if (!c->pid)
			shell(b, c->name);
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

/* The ROM becomes the root, bare: nothing writable is needed for what follows. */
static void rom_enter(struct boot *b)
{
	mounts_early(b);
	mounts_move(b, b->rom);
	sys_chroot(b->rom);
	sys_chdir("/");
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
	say(b, b->reason, NULL);
	report(b, "failsafe", 0);
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
	log_write(b);
	if (IS_ENABLED(CONFIG_KNIT_FAILSAFE_SHELL) && b->rom) {
		rom_enter(b);
		n = consoles_find(b, consoles);
	}
	for (waited = 0;; waited += REPEAT) {
		shells_start(b, consoles, n);
		if (!n)
			reason_repeat(b, waited);
		signals_wait(b, REPEAT);
		if (shells_reap(consoles, n))
			signals_wait(b, 1);	/* a shell that cannot start is no reason to spin */
	}
}
