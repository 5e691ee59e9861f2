// SPDX-License-Identifier: GPL-2.0-only
/*
 * The boot on one page: for each way to boot, what is done, in which order, and
 * what a failure leads to.
 */
#include "fmt/fmt.h"

#include "../boards/board.h"

#include <linux/magic.h>

#ifdef CONFIG_KNIT_BOARD_DETECT
#define STAGE_BOARD	{ "board",	stage_board,	GO_ON },
#else
#define STAGE_BOARD	/* boards[0] */
#endif

#ifdef CONFIG_KNIT_OVERLAY
#define STAGE_OVERLAY	{ "overlay",	stage_overlay,	GO_ON },
#else
#define STAGE_OVERLAY	/* the ROM as it is */
#endif

#ifdef CONFIG_KNIT_WINDOW
#define STAGE_WINDOW	{ "window",	stage_window,	FAILSAFE },
#define STAGE_PRESS	{ "window",	stage_press,	FAILSAFE },
#else
#define STAGE_WINDOW	/* nobody is asked */
#define STAGE_PRESS
#endif

/* Before the ROM is mounted those that lie beside knit, then the ROM's. */
#ifdef CONFIG_KNIT_MODULES
#define STAGE_MODULES	{ "modules",	stage_modules,	GO_ON },
#else
#define STAGE_MODULES	/* all is built in */
#endif

/* Whatever comes next stands on this. */
static const struct stage first[] = {
	{ "early",	stage_early,	GO_ON },
	{ }
};

/* /init of a cpio with nothing beside it: a router's flash, or a disk like it. */
static const struct stage router[] = {
	STAGE_BOARD
	STAGE_WINDOW
	STAGE_MODULES
	{ "flash",	stage_flash,	FAILSAFE },
	STAGE_MODULES
	STAGE_PRESS
	STAGE_OVERLAY
	{ "handover",	stage_handover,	FAILSAFE },
	{ }
};

/* The same with root= on the command line; the overlay only if asked for. */
static const struct stage root[] = {
	STAGE_BOARD
	STAGE_WINDOW
	STAGE_MODULES
	{ "root",	stage_root,	FAILSAFE },
	STAGE_MODULES
	STAGE_PRESS
	STAGE_OVERLAY
	{ "handover",	stage_handover,	FAILSAFE },
	{ }
};

/* init=/sbin/knit on a read-only root. */
static const struct stage pivot[] = {
	STAGE_BOARD
	STAGE_WINDOW
	STAGE_MODULES
	STAGE_PRESS
	STAGE_OVERLAY
	{ "handover",	stage_handover,	FAILSAFE },
	{ }
};

/* A real init lies beside knit: a full initramfs, a writable root, knit.off. */
static const struct stage next[] = {
	STAGE_BOARD
	STAGE_WINDOW
	STAGE_MODULES
	STAGE_PRESS
	{ "handover",	stage_next,	FAILSAFE },
	{ }
};

static const struct stage *const ways[] = {
	[MODE_ROUTER] = router,
	[MODE_ROOT] = IS_ENABLED(CONFIG_KNIT_ROOT) ? root : NULL,
	[MODE_PIVOT] = IS_ENABLED(CONFIG_KNIT_PIVOT) ? pivot : NULL,
	[MODE_NEXT] = next,
};

/* How knit was started: what the root is, and what else is there. */
static enum mode mode_find(struct boot *b)
{
	kstatfs st;

	b->rom = "/";
	b->root = "/";
	if (sys_statfs("/", &st))
		st.f_type = 0;
	b->rootfs = (u32)st.f_type == RAMFS_MAGIC || st.f_type == TMPFS_MAGIC;
	if (IS_ENABLED(CONFIG_KNIT_CMDLINE) && option(b, "knit.off"))
		return MODE_NEXT;
	if (!b->rootfs && (st.f_type == OVERLAYFS_SUPER_MAGIC || !(st.f_flags & 1)))
		return MODE_NEXT;	/* 1: ST_RDONLY, include/linux/statfs.h */
	if (!b->rootfs)
		return IS_ENABLED(CONFIG_KNIT_PIVOT) ? MODE_PIVOT : MODE_NEXT;
	if (IS_ENABLED(CONFIG_KNIT_INITRAMFS) && init_beside(b))
		return MODE_NEXT;
	b->rom = NULL;
	return IS_ENABLED(CONFIG_KNIT_ROOT) && option(b, "root=") ?
	       MODE_ROOT : MODE_ROUTER;
}

static int stages_run(struct boot *b, const struct stage *stage)
{
	for (; stage->name; stage++) {
		int err;

		report_stage(b, stage->name);
		err = stage->run(b);
		if (IS_ENABLED(CONFIG_KNIT_CMDLINE) && err > 0)
			continue;
		if (err || b->at != b->text_at)
			report(b, err);
		else
			log_add(b, stage->name, 0);
		if (err && stage->on_failure == FAILSAFE)
			return err;
	}
	return 0;
}

/**
 * boot_run() - carry the machine from the kernel to its real init
 * @b: the boot
 *
 * Does not return: the last stage becomes the real init, or failsafe follows, from where
 * a person may let it try once more, with what is mounted by then.
 */
void boot_run(struct boot *b)
{
	stages_run(b, first);
	for (;;) {
		b->mode = MODE_ROUTER;
		if (IS_ENABLED(CONFIG_KNIT_MODES))
			b->mode = mode_find(b);
		if (!IS_ENABLED(CONFIG_KNIT_BOARD_DETECT))
			b->board = nr_boards ? boards[0] : NULL;
		stages_run(b, ways[b->mode]);
		failsafe(b);
	}
}
