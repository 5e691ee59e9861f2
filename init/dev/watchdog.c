// SPDX-License-Identifier: GPL-2.0-only
#include "../knit.h"

#include <linux/watchdog.h>

#define WATCHDOG_FD	9	/* of the real init, where it is to have it */

/* Seconds, less one: the powers of two from here down are tried. */
#define WATCHDOG_LONGEST 32768	/* 18 hours */
#define WATCHDOG_TIMEOUT 32	/* whatever knit waits for, it wakes every 5 (FEED) */

/*
 * Drivers refuse what their hardware cannot count to (-EINVAL), so the longest
 * timeout is found by trying downwards, one binary digit after the other.
 */
static void watchdog_timeout(int fd, unsigned int digit)
{
	unsigned int most = 0;

	for (; digit; digit >>= 1) {
		unsigned int seconds = most + digit;

		if (!sys_ioctl(fd, WDIOC_SETTIMEOUT, &seconds))
			most += digit;
	}
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
	text_write(b->watchdog, "k");
}

/* nowayout: the driver keeps counting, whatever is asked (drivers/watchdog). */
static int watchdog_nowayout(struct boot *b)
{
	return file_read("/sys/class/watchdog/watchdog0/nowayout", b->data, sizeof(b->data)) > 0 &&
	       b->data[0] == '1';
}

/**
 * watchdog_release() - give the watchdog to the real init
 * @b: the boot
 *
 * By default it is stopped by the magic close (Documentation/watchdog of the
 * kernel: a V before the end), since few inits feed what they did not open. It is the
 * exec that closes it; if there is none, knit goes on feeding.
 */
void watchdog_release(struct boot *b)
{
	if (b->watchdog < 0)
		return;
	if (IS_ENABLED(CONFIG_KNIT_WATCHDOG_WDTFD)) {
		/* the new descriptor stays open over the exec; procd wants any number */
		if (sys_dup3(b->watchdog, WATCHDOG_FD, 0) < 0)
			return;
		sys_close(b->watchdog);
		b->watchdog = WATCHDOG_FD;
		return;
	}
	if (IS_ENABLED(CONFIG_KNIT_WATCHDOG_LEAVE_RUNNING)) {
		watchdog_timeout(b->watchdog, WATCHDOG_LONGEST);
		watchdog_feed(b);
		return;
	}
	text_write(b->watchdog, "V");
	if (IS_ENABLED(CONFIG_KNIT_WORDS) && watchdog_nowayout(b)) {
		detail(b, "the watchdog cannot be stopped (nowayout)", NULL);
		report(b, 0);
	}
}

/**
 * watchdog_drop() - keep the watchdog from the program that a child becomes
 * @b: the child's boot
 *
 * Only a real init is to have it, even if no real init could be executed.
 */
void watchdog_drop(struct boot *b)
{
	if (!IS_ENABLED(CONFIG_KNIT_WATCHDOG_WDTFD))
		return;
	sys_close(b->watchdog);
	b->watchdog = -1;
}
