// SPDX-License-Identifier: GPL-2.0-only
#include "failsafe.h"

#define REBOOT_TURN	((CONFIG_KNIT_FAILSAFE_REBOOT + FEED - 1) / FEED)

/**
 * rom_enter() - make the ROM the root, bare: nothing that follows is writable
 * @b: the boot
 */
void rom_enter(struct boot *b)
{
	if (IS_ENABLED(CONFIG_KNIT_MODES))
		mounts_early(b);	/* stage_handover() may have undone it */
	mounts_move(b, b->rom);
	sys_chroot(b->rom);
	sys_chdir("/");
}

/**
 * shell() - become a shell on a console, with the reason above the prompt
 * @b: the boot; with KNIT_FAILSAFE_FULL b->path is the console, and b->flags is not
 *     0 if that one and no other will do
 *
 * Without a ROM it is knit's own console.
 *
 * Return: only if there is no shell: its errno, negative; or when the own console ends.
 */
int shell(struct boot *b)
{
#ifdef CONFIG_KNIT_FAILSAFE_ACCESS_LOGIN
	static char *const argv[] = { "login", NULL };
#else
	static char *const argv[] = { "-sh", NULL };	/* "-": a login shell */
#endif
	int err;

	sys_setsid();
	if (!IS_ENABLED(CONFIG_KNIT_FAILSAFE_FULL))
		console_take("/dev/console");
	else if (console_take(b->path) && b->flags)
		return -ENODEV;
	err = sys_ioctl(0, TIOCSCTTY, NULL);
	if (IS_ENABLED(CONFIG_KNIT_FAILSAFE_FULL) && err == -EPERM)
		return err;	/* a console by another name, whose shell has it */
	report_stage(b, "failsafe");
	say(b, b->reason, "\n", NULL);
	line_write(b, 2);
	watchdog_drop(b);
	if (IS_ENABLED(CONFIG_KNIT_FAILSAFE_CONSOLE) && !b->rom)
		return failsafe_console(b);	/* which no signal ends */
	sys_rt_sigprocmask(SIG_SETMASK, &b->none, NULL, sizeof(b->none));
	return sys_execve(IS_ENABLED(CONFIG_KNIT_FAILSAFE_ACCESS_LOGIN) ? "/bin/login" :
			  "/bin/sh", argv, environment(b));
}

/**
 * restart() - leave the machine, in a child
 * @b: the boot; with KNIT_FAILSAFE_FULL b->flags says how, else it starts again
 *
 * A driver that cannot may return, and then the kernel ends the caller: a panic if
 * that were PID 1 (kernel/reboot.c).
 *
 * Return: only if it cannot.
 */
int restart(struct boot *b)
{
	return sys_reboot(LINUX_REBOOT_MAGIC1, LINUX_REBOOT_MAGIC2,
			  IS_ENABLED(CONFIG_KNIT_FAILSAFE_FULL) ? b->flags :
			  LINUX_REBOOT_CMD_RESTART, NULL);
}

/**
 * reason_repeat() - say why the boot ended here, every other time; restart in the end
 * @b: the boot
 * @turn: how often FEED seconds have passed without a shell
 */
void reason_repeat(struct boot *b, unsigned int turn)
{
	if (!(turn & 1)) {
		report_stage(b, "failsafe");
		say(b, b->reason, NULL);
		report(b, 0);
	}
	if (CONFIG_KNIT_FAILSAFE_REBOOT && (int)turn * FEED >= CONFIG_KNIT_FAILSAFE_REBOOT) {
		if (IS_ENABLED(CONFIG_KNIT_FAILSAFE_FULL))
			b->flags = LINUX_REBOOT_CMD_RESTART;
		child_run(b, restart, FEED);
	}
}
