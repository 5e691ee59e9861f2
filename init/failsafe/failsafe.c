// SPDX-License-Identifier: GPL-2.0-only
#include "../knit.h"

#include <linux/wait.h>

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
	sys_execve("/bin/sh", argv, b->envp);
	sys_exit(127);
}

/* The kernel's active consoles, at most KNIT_CONSOLES of them. */
static unsigned int consoles_find(struct boot *b, struct console *c)
{
	unsigned int n = 0;
	const char *name;

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
		c->pid = sys_clone(SIGCHLD, NULL, NULL, 0, NULL);
		if (!c->pid)
			shell(b, c->name);
	}
}

/* PID 1 buries everybody; a console whose shell has died gets its place back. */
static void shells_reap(struct console *consoles, unsigned int n)
{
	unsigned int i;
	int pid;

	while ((pid = sys_wait4(-1, NULL, WNOHANG, NULL)) > 0)
		for (i = 0; i < n; i++)
			if (consoles[i].pid == pid)
				consoles[i].pid = 0;
}

/* The ROM becomes the root, bare: nothing writable is needed for what follows. */
static void rom_enter(struct boot *b)
{
	mounts_move(b, b->rom);
	sys_chroot(b->rom);
	sys_chdir("/");
}

/**
 * failsafe() - what is left when the boot cannot go on
 * @b: the boot; b->reason tells why
 *
 * A shell from the ROM on every console, each started again when it ends. Without
 * a ROM the reason is all there is to show, until the machine restarts.
 */
void failsafe(struct boot *b)
{
	static const struct sigset all = { { ~0ul } };
	static const struct __kernel_timespec tick = { .tv_sec = REPEAT };
	static const struct __kernel_timespec pause = { .tv_sec = 1 };
	struct console consoles[KNIT_CONSOLES];
	unsigned int n = 0;
	unsigned int waited;

	sys_reboot(LINUX_REBOOT_MAGIC1, LINUX_REBOOT_MAGIC2, LINUX_REBOOT_CMD_CAD_OFF, NULL);
	sys_rt_sigprocmask(SIG_BLOCK, &all, NULL, sizeof(all));
	log_write(b);
	if (b->rom) {
		rom_enter(b);
		n = consoles_find(b, consoles);
	}
	for (waited = 0;; waited += REPEAT) {
		shells_start(b, consoles, n);
		if (!n) {
			say(b, b->reason, NULL);
			report(b, "failsafe", 0);
			if (CONFIG_KNIT_FAILSAFE_REBOOT && waited >= CONFIG_KNIT_FAILSAFE_REBOOT)
				obey(SIGTERM);
		}
		watchdog_feed(b);
		obey(sys_rt_sigtimedwait(&all, NULL, &tick, sizeof(all)));
		shells_reap(consoles, n);
		sys_rt_sigtimedwait(&all, NULL, &pause, sizeof(all)); 
	}
}
