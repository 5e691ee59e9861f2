// SPDX-License-Identifier: GPL-2.0-only
/*
 * The boot on one page: for each way to boot, what is done, in which order, and
 * what a failure leads to.
 */
#include "knit.h"

/* /init of a cpio with nothing beside it: a router's flash, or a disk. */
static const struct stage router[] = {
	{ "early",	stage_early,	GO_ON },
	{ "board",	stage_board,	GO_ON },
	{ "flash",	stage_flash,	FAILSAFE },
	{ "overlay",	stage_overlay,	GO_ON },	/* the ROM as it is */
	{ "handover",	stage_handover,	FAILSAFE },
	{ }
};

static void stages_run(struct boot *b, const struct stage *stage)
{
	int err;

	for (; stage->name; stage++) {
		err = stage->run(b);
		if (err || b->at != b->line)
			report(b, stage->name, err);
		if (err && stage->on_failure == FAILSAFE)
			return;
	}
}

/**
 * boot_run() - carry the machine from the kernel to its real init
 * @b: the boot, with b->mode set
 *
 * Does not return: the last stage becomes the real init, or failsafe follows.
 */
void boot_run(struct boot *b)
{
	stages_run(b, router);
	failsafe(b);
}
