// SPDX-License-Identifier: GPL-2.0-only
#include "../knit.h"

#include <linux/watchdog.h>

#define WATCHDOG_TIMEOUT 64	/* seconds; whatever knit waits for, it wakes every 5 */

/*
 * Drivers refuse what their hardware cannot count to (-EINVAL), so the longest
 * timeout is found by trying downwards.
 */
static void watchdog_timeout(int fd, int seconds)
{
	for (; seconds; seconds /= 2)
		if (!sys_ioctl(fd, WDIOC_SETTIMEOUT, &seconds))
			break;
}

/**
 * watchdog_open() - arm the watchdog, where there is one
 * @b: the boot
 */
void watchdog_open(struct boot *b)
{
	b->watchdog = file_open("/dev/watchdog", O_WRONLY);
	if (b->watchdog >= 0)
		watchdog_timeout(b->watchdog, WATCHDOG_TIMEOUT);
}

/**
 * watchdog_feed() - tell the watchdog that knit is alive
 * @b: the boot
 */
void watchdog_feed(struct boot *b)
{
	sys_write(b->watchdog, "k", 1);
}

/**
 * watchdog_release() - give the watchdog to the real init
 * @b: the boot
 *
 * It is the exec that closes it; if there is none, knit goes on feeding.
 *
 * By default it is stopped by the magic close (Documentation/watchdog of the
 * kernel: a V before the end), since few inits feed what they did not open.
 */
void watchdog_release(struct boot *b)
{
	if (IS_ENABLED(CONFIG_KNIT_WATCHDOG_WDTFD))
		return;
	if (IS_ENABLED(CONFIG_KNIT_WATCHDOG_LEAVE_RUNNING)) {
		watchdog_timeout(b->watchdog, 65536);
		watchdog_feed(b);
	} else {
		sys_write(b->watchdog, "V", 1);
	}
}
