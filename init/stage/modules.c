// SPDX-License-Identifier: GPL-2.0-only
#include "../knit.h"

/**
 * stage_modules() - load the kernel modules that are needed from here on
 * @b: the boot
 *
 * Those beside knit while there is no ROM yet, then the ROM's. The child says which of
 * them failed.
 *
 * Return: 0, 1 if there are none, or the errno of the last that failed.
 */
int stage_modules(struct boot *b)
{
	try(b, "not all are loaded");
	if (!modules_wanted(b, b->rom ?: ""))
		return 1;
	return child_run(b, modules_load, CONFIG_KNIT_CHILD_TIMEOUT);
}
