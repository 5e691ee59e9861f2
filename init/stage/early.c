// SPDX-License-Identifier: GPL-2.0-only
#include "../fmt/fmt.h"

/**
 * stage_early() - what everything else stands on
 * @b: the boot
 *
 * /proc, /sys, /dev and /tmp, the console, the command line, the watchdog. What
 * is mounted already is left as it is, but /tmp, which gets a new file system.
 *
 * Return: 0, or the errno of the last step that failed.
 */
int stage_early(struct boot *b)
{
	int err = mounts_early(b);
	int n;

	if (console_take("/dev/console") && sys_write(2, NULL, 0) < 0)
		console_take("/dev/null");	/* the kernel had none either */
	watchdog_open(b);
	if (!IS_ENABLED(CONFIG_KNIT_CMDLINE))
		return err;
	n = cmdline_read(b);
	if (n >= 0)
		return err;
	try(b, "/proc/cmdline");
	return n;
}
