// SPDX-License-Identifier: GPL-2.0-only
#include "fmt/fmt.h"

/**
 * cmdline_read() - read the kernel's command line
 * @b: the boot
 *
 * Return: 0 or more, or a negative errno.
 */
int cmdline_read(struct boot *b)
{
	int n = file_read("/proc/cmdline", b->cmdline, KNIT_CMDLINE_MAX + 1);

	cmdline_split(b->cmdline);
	return n;
}

/**
 * option_() - look a parameter of the kernel's command line up; called as option(b, key)
 * @key: its name, with the `=` if it has a value
 *
 * Return: its value, NULL if the line has none; see cmdline_get().
 */
const char *option_(const char *key)
{
	return cmdline_get(boot.cmdline, key);
}

/**
 * option_us() - a time that the command line may have
 * @key: the parameter, in seconds
 * @otherwise: how long it is if the line has none, seconds
 * @most: more is as good as this, seconds
 *
 * Return: microseconds.
 */
u32 option_us(const char *key, u32 otherwise, u32 most)
{
	const char *value = option_(key);

	if (value)
		number(value, 10, &otherwise);
	return (otherwise < most ? otherwise : most) * 1000000;
}
