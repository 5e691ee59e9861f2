// SPDX-License-Identifier: GPL-2.0-only
/* What a person in failsafe's shell can ask for. */
#include "cmd.h"

/* /tmp/failsafe is there in failsafe, and only then. */
static int in_failsafe(struct boot *b)
{
	int fd = file_open("/tmp/failsafe", O_RDONLY);

	try(b, "this is not failsafe");
	sys_close(fd);
	return fd < 0 ? fd : 0;
}

/**
 * cmd_boot() - let the boot go on: process 1 takes it from there
 * @b: for messages
 *
 * Return: 0, or a negative errno, with b->step.
 */
int cmd_boot(struct boot *b)
{
	return in_failsafe(b) ?: sys_kill(1, SIGHUP);
}

/**
 * cmd_mount() - put the overlay over the ROM as the boot would have done
 * @b: for messages
 *
 * Failsafe's shell and all that it has started are in it then, as after OpenWrt's
 * mount_root; so is process 1, whose `knit boot` finds it.
 *
 * Return: 0, or a negative errno, with b->step.
 */
int cmd_mount(struct boot *b)
{
	int err = in_failsafe(b);

	if (err)
		return err;
	b->watchdog = -1;
	b->rom = "/";
	b->root = "/";
	file_read("/proc/cmdline", b->cmdline, KNIT_CMDLINE_MAX + 1);
	cmdline_split(b->cmdline);
	err = stage_overlay(b);
	if (err)
		return err;
	cmd_line(b);
	return b->root[1] ? root_enter(b) : 0;
}
