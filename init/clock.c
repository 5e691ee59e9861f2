// SPDX-License-Identifier: GPL-2.0-only
#include "knit.h"

#include <linux/time.h>

/**
 * uptime_us() - the time
 *
 * Return: microseconds since the machine's start, modulo 2^32 (71 minutes).
 */
u32 uptime_us(void)
{
	struct __kernel_timespec now = { 0 };

	sys_clock_gettime(CLOCK_MONOTONIC, &now);
	return (u32)now.tv_sec * 1000000 + (u32)now.tv_nsec / 1000;
}
