// SPDX-License-Identifier: GPL-2.0-only
#include "failsafe.h"

/**
 * rom_enter() - make the ROM the root, bare: nothing that follows is writable
 * @b: the boot
 */
void rom_enter(struct boot *b)
{
	if (IS_ENABLED(CONFIG_KNIT_MODES))
		mounts_early(b);	/* stage_next() has undone it */
	mounts_move(b, b->rom);
	sys_chroot(b->rom);
	sys_chdir("/");
}

/**
 * shell() - become a shell on a console, with the reason above the prompt
 * @b: the boot; b->path is the console
 *
 * Return: only if there is no shell: its errno, negative.
 */
int shell(struct boot *b)
{
	static char *const argv[] = { "-sh", NULL };	/* "-": a login shell */

	sys_setsid();
	console_take(b->path);
	sys_ioctl(0, TIOCSCTTY, NULL);
	report_stage(b, "failsafe");
	say(b, b->reason, "\n", NULL);
	sys_write(2, b->line + LEVEL_LENGTH, b->at - b->line - LEVEL_LENGTH);
	sys_rt_sigprocmask(SIG_SETMASK, &b->none, NULL, sizeof(b->none));
	return sys_execve("/bin/sh", argv, environment(b));
}

/**
 * reason_report() - say why the boot ended here
 * @b: the boot
 */
void reason_report(struct boot *b)
{
	report_stage(b, "failsafe");
	say(b, b->reason, NULL);
	report(b, 0);
}
