// SPDX-License-Identifier: GPL-2.0-only
#include "fmt/fmt.h"

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
