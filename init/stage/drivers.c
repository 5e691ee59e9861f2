// SPDX-License-Identifier: GPL-2.0-only
#include "../knit.h"

/**
 * stage_drivers() - load the kernel modules that the owner has added
 * @b: the boot
 *
 * By the lists and from the folders of both halves of the overlay, laid over each other: a
 * driver of one may need one of the other. If the writable half brings neither a list nor
 * a module, all there are have been loaded.
 *
 * Return: 0, 1 if there are none, or the errno of the last that failed.
 */
int stage_drivers(struct boot *b)
{
	try(b, "not all are loaded");
	if (!modules_added(b))
		return 1;
	return child_run(b, modules_load, CONFIG_KNIT_CHILD_TIMEOUT);
}
