// SPDX-License-Identifier: GPL-2.0-only
/* Failsafe in its smallest form: one shell on /dev/console. */
#include "failsafe.h"

/**
 * failsafe() - what is left when the boot cannot go on
 * @b: the boot; b->reason tells why
 *
 * A shell from the ROM, started again when it ends. While none can be started the
 * time counts until the machine restarts; one that ends well sets it back.
 */
void failsafe(struct boot *b)
{
	static const struct __kernel_timespec pause = { .tv_sec = FEED };
	unsigned int turn;

	if (b->rom)
		rom_enter(b);
	for (turn = 0;; turn++) {
		reason_repeat(b, turn);
		if (IS_ENABLED(CONFIG_KNIT_FAILSAFE_SHELL) && b->rom &&
		    !child_run(b, shell, FOREVER))
			turn = 0;
		watchdog_feed(b);
		sys_rt_sigtimedwait(&b->none, NULL, &pause, sizeof(b->none));
	}
}
