// SPDX-License-Identifier: GPL-2.0-only
/*
 * The boot on one page: what is done, in which order, in which ways to boot, and what a
 * failure leads to.
 */
#include "fmt/fmt.h"

#include "../boards/board.h"

#include <linux/magic.h>

/*
 * Bits of enum mode. A stage tells in which ways to boot it has no place: while the way
 * is not known yet, none is left out.
 */
#define ALWAYS		0
#define NOT_IN_PLACE	(MODE_NEXT | MODE_NODE)		/* there is nothing to be mounted */
#define FROM_CPIO	(MODE_PIVOT | NOT_IN_PLACE)	/* the ROM is to be mounted */
#define ONLY_ROUTER	(FROM_CPIO | MODE_ROOT | MODE_NETBOOT)
#define ONLY_ROOT	(FROM_CPIO | MODE_ROUTER | MODE_NETBOOT)
#define ONLY_NODE	(MODE_ROUTER | MODE_ROOT | MODE_PIVOT | MODE_NEXT)

#ifdef CONFIG_KNIT_BOARD_DETECT
#define STAGE_BOARD	{ "board",	stage_board,	ALWAYS,		GO_ON },
#else
#define STAGE_BOARD	/* boards[0] */
#endif

#ifdef CONFIG_KNIT_WINDOW
#define STAGE_WINDOW	{ "window",	stage_window,	ALWAYS,		FAILSAFE },
#define STAGE_PRESS	{ "window",	stage_press,	ALWAYS,		FAILSAFE },
#else
#define STAGE_WINDOW	/* nobody is asked */
#define STAGE_PRESS
#endif

/* Before the ROM is mounted those that lie beside knit, then the ROM's. */
#ifdef CONFIG_KNIT_MODULES
#define STAGE_MODULES(when)	{ "modules",	stage_modules,	when,	GO_ON },
#else
#define STAGE_MODULES(when)	/* all is built in */
#endif

#ifdef CONFIG_KNIT_ROOT
#define STAGE_ROOT	{ "root",	stage_root,	ONLY_ROOT,	FAILSAFE },
#else
#define STAGE_ROOT	/* root= means nothing */
#endif

/* Read before the window closes, which it makes longer or shorter; written after that. */
#ifdef CONFIG_KNIT_STATE
#define STAGE_STATE	{ "state",	stage_state,	ALWAYS,		GO_ON },
#define STAGE_STARTED	{ "state",	stage_started,	ALWAYS,		GO_ON },
#else
#define STAGE_STATE	/* each boot is the first */
#define STAGE_STARTED
#endif

#ifdef CONFIG_KNIT_NETBOOT
#define STAGE_NETBOOT	{ "netboot",	stage_netboot,	FROM_CPIO,	FAILSAFE },
#else
#define STAGE_NETBOOT	/* what is started is here */
#endif

#ifdef CONFIG_KNIT_OVERLAY
#define STAGE_OVERLAY	{ "overlay",	stage_overlay,	NOT_IN_PLACE,	GO_ON },
#else
#define STAGE_OVERLAY	/* the ROM as it is */
#endif

#ifdef CONFIG_KNIT_SWITCHINIT
#define STAGE_SWITCHINIT { "switchinit", stage_switchinit, ALWAYS,	FAILSAFE },
#else
#define STAGE_SWITCHINIT /* knit is the first process that there is */
#endif

#ifdef CONFIG_KNIT_RESTORE
#define STAGE_RESTORE	{ "restore",	stage_restore,	NOT_IN_PLACE,	GO_ON },
#else
#define STAGE_RESTORE
#endif

#ifdef CONFIG_KNIT_CONFIG
#define STAGE_CONFIG	{ "config",	stage_config,	NOT_IN_PLACE,	GO_ON },
#else
#define STAGE_CONFIG
#endif

/* The writable half may bring drivers for what comes from here on. */
#ifdef CONFIG_KNIT_MODULES_ADDED
#define STAGE_DRIVERS	{ "drivers",	stage_drivers,	NOT_IN_PLACE,	GO_ON },
#else
#define STAGE_DRIVERS	/* the ROM's are all that there are */
#endif

#ifdef CONFIG_KNIT_SWAP
#define STAGE_SWAP	{ "swap",	stage_swap,	NOT_IN_PLACE,	GO_ON },
#else
#define STAGE_SWAP
#endif

#ifdef CONFIG_KNIT_EXTROOT
#define STAGE_EXTROOT	{ "extroot",	stage_extroot,	NOT_IN_PLACE,	GO_ON },
#else
#define STAGE_EXTROOT
#endif

#ifdef CONFIG_KNIT_MOUNTS
#define STAGE_MOUNTS	{ "mounts",	stage_mounts,	NOT_IN_PLACE,	GO_ON },
#else
#define STAGE_MOUNTS
#endif

#ifdef CONFIG_KNIT_NODE
#define STAGE_UNION	{ "union",	stage_union,	ONLY_NODE,	FAILSAFE },
#else
#define STAGE_UNION	/* the root is this machine's own */
#endif

#ifdef CONFIG_KNIT_NODE_CLOCK
#define STAGE_CLOCK	{ "clock",	stage_clock,	ONLY_NODE,	GO_ON },
#else
#define STAGE_CLOCK	/* what the machine has, if it has one */
#endif

#ifdef CONFIG_KNIT_NODE_RESIDENT
#define STAGE_RESIDENT	{ "resident",	stage_resident,	ONLY_NODE,	GO_ON },
#else
#define STAGE_RESIDENT	/* nothing is left of knit */
#endif

#ifdef CONFIG_KNIT_KEXEC
#define STAGE_KEXEC	{ "kexec",	stage_kexec,	ALWAYS,		GO_ON },
#else
#define STAGE_KEXEC	/* no kernel but this one */
#endif

static int begin(struct boot *b);

/*
 * All that a boot is made of, in this order; with root= there is an overlay only if it is
 * asked for. Nothing follows the handover, which returns only if it has failed.
 */
static const struct stage stages[] = {
	STAGE_SWITCHINIT
	{ "early",	begin,		ALWAYS,		GO_ON },
	STAGE_BOARD
	STAGE_WINDOW
	STAGE_MODULES(ALWAYS)
	{ "flash",	stage_flash,	ONLY_ROUTER,	NETBOOT },
	STAGE_ROOT
	STAGE_STATE
	STAGE_MODULES(FROM_CPIO)
	STAGE_PRESS
	STAGE_NETBOOT
	STAGE_STARTED
	STAGE_OVERLAY
	STAGE_RESTORE
	STAGE_CONFIG
	STAGE_DRIVERS
	STAGE_SWAP
	STAGE_EXTROOT
	STAGE_MOUNTS
	STAGE_UNION
	STAGE_CLOCK
	STAGE_KEXEC
	STAGE_RESIDENT
	{ "handover",	stage_handover,	ALWAYS,		FAILSAFE },
};

/**
 * mode_find() - how knit was started: what the root is, and what else is there
 * @b: the boot; b->mode, b->rootfs, b->root and b->rom are set
 */
__noinline void mode_find(struct boot *b)
{
	kstatfs st;

	b->rom = "/";
	b->root = "/";
	b->mode = MODE_NEXT;
	if (sys_statfs("/", &st))
		st.f_type = 0;
	b->rootfs = (u32)st.f_type == RAMFS_MAGIC || st.f_type == TMPFS_MAGIC;
	if (IS_ENABLED(CONFIG_KNIT_CMDLINE) && option(b, "knit.off"))
		return;
	if (!b->rootfs) {
		if (IS_ENABLED(CONFIG_KNIT_NODE) && st.f_type == NFS_SUPER_MAGIC)
			b->mode = MODE_NODE;
		else if (IS_ENABLED(CONFIG_KNIT_PIVOT) && st.f_flags & ST_RDONLY &&
			 st.f_type != OVERLAYFS_SUPER_MAGIC)
			b->mode = MODE_PIVOT;
		return;
	}
	if (IS_ENABLED(CONFIG_KNIT_INITRAMFS) && init_beside(b))
		return;
	b->rom = NULL;
	b->mode = IS_ENABLED(CONFIG_KNIT_ROOT) && option(b, "root=") ?
		  MODE_ROOT : MODE_ROUTER;
	if (IS_ENABLED(CONFIG_KNIT_NFSROOT) && option(b, "nfsroot="))
		b->mode = MODE_NODE;
	if (IS_ENABLED(CONFIG_KNIT_NETBOOT) && netboot_asked(b))
		b->mode = MODE_NETBOOT;
}

/* Does that lead to failsafe? */
static int is_end(struct boot *b, const struct stage *stage)
{
	if (IS_ENABLED(CONFIG_KNIT_NETBOOT) && stage->on_failure == NETBOOT)
		return !IS_ENABLED(CONFIG_KNIT_NETBOOT_LAST) && !netboot_asked(b);
	return stage->on_failure != GO_ON;
}

static int begin(struct boot *b)
{
	int err = stage_early(b);

	if (IS_ENABLED(CONFIG_KNIT_MODES))
		mode_find(b);
	return err;
}

/**
 * boot_run() - carry the machine from the kernel to its real init
 * @b: the boot
 *
 * Does not return: the last stage becomes the real init, or failsafe follows, from where
 * a person may let it try once more, with what is mounted by then.
 */
__apart void boot_run(struct boot *b)
{
	const struct stage *stage;

	if (!IS_ENABLED(CONFIG_KNIT_BOARD_DETECT))
		b->board = nr_boards ? boards[0] : NULL;
	for (stage = stages;; stage++) {
		int err;

		if (IS_ENABLED(CONFIG_KNIT_MODES) && stage->not_in & b->mode)
			continue;
		report_stage(b, stage->name);
		hooks_run(b, stage->name);
		err = stage->run(b);
		if (IS_ENABLED(CONFIG_KNIT_CMDLINE) && err > 0)
			continue;
		if (err || b->at != b->text_at)
			report(b, err);
		else
			log_add(b, stage->name, 0);
		if (!err || !is_end(b, stage))
			continue;
		failsafe(b);
		if (IS_ENABLED(CONFIG_KNIT_MODES))
			mode_find(b);
		/* but "early" has been */
		stage = stages + IS_ENABLED(CONFIG_KNIT_SWITCHINIT);
	}
}
