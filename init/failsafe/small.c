// SPDX-License-Identifier: GPL-2.0-only
/* Failsafe in its smallest form: one shell on /dev/console. */
#include "failsafe.h"

#define REPEAT	10	/* seconds between two reports of the reason, or two shells */

/**
 * failsafe() - what is left when the boot cannot go on
 * @b: the boot; b->reason tells why
 *
 * A shell from the ROM, started again when it ends. Without a ROM the reason is all
 * there is to show, until the machine restarts.
 */
void failsafe(struct boot *b)
{
	static const struct __kernel_timespec pause = { .tv_sec = REPEAT };
	unsigned int waited;

	if (b->rom)
		rom_enter(b);
	path(b, "/dev/console", NULL);
	for (waited = 0; b->rom || !CONFIG_KNIT_FAILSAFE_REBOOT ||
	     waited <= CONFIG_KNIT_FAILSAFE_REBOOT; waited += REPEAT) {
		reason_report(b);
		if (IS_ENABLED(CONFIG_KNIT_FAILSAFE_SHELL) && b->rom)
			child_run(b, shell, -1);
		sys_rt_sigtimedwait(&b->none, NULL, &pause, sizeof(b->none));
		watchdog_feed(b);
	}
	sys_reboot(LINUX_REBOOT_MAGIC1, LINUX_REBOOT_MAGIC2, LINUX_REBOOT_CMD_RESTART, NULL);
	__builtin_unreachable();
}
