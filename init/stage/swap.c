// SPDX-License-Identifier: GPL-2.0-only
/* Swap comes before every check of a file system: that takes memory. */
#include "../fmt/fmt.h"

#define SWAP_FLAG_PREFER	0x8000	/* include/linux/swap.h */
#define SWAP_PRIORITY		0x7fff

/* In a child: a device that does not answer keeps nobody from booting. */
static int swap_work(struct boot *b)
{
	return sys_swapon(b->config.device, b->flags);
}

/**
 * stage_swap() - switch on the configured swap
 * @b: the boot
 *
 * Each is reported. Return: 0.
 */
int stage_swap(struct boot *b)
{
	struct config *c = &b->config;
	unsigned int i;

	for (i = 0; i < c->fstab.nr; i++) {
		struct fstab_entry *e = &c->fstab.entries[i];
		int err;

		if (e->kind != FSTAB_SWAP || !e->enabled)
			continue;
		err = entry_find(b, e);
		b->flags = e->priority ?
			   SWAP_FLAG_PREFER | (e->priority & SWAP_PRIORITY) : 0;
		if (!err)
			err = child_run(b, swap_work, CONFIG_KNIT_CHILD_TIMEOUT);
		try(b, e->label ?: e->uuid ?: e->device);
		if (!err)
			say(b, c->device, NULL);
		report(b, err);
	}
	return 0;
}
