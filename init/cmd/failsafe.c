// SPDX-License-Identifier: GPL-2.0-only
/* What a person in failsafe's shell, or on knit's own console, can ask for. */
#include "cmd.h"

/* /tmp/failsafe, which is empty, is there in failsafe, and only then. */
static __noinline int in_failsafe(struct boot *b)
{
	try(b, "this is not failsafe");
	return file_read("/tmp/failsafe", b->data, sizeof(b->data));
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
 * cmd_reboot() - restart the machine
 * @b: for messages
 *
 * Return: 0, or a negative errno, with b->step.
 */
int cmd_reboot(struct boot *b)
{
	return in_failsafe(b) ?: sys_kill(1, SIGTERM);
}

/* mount DEVICE DIR TYPE [rw] */
static int mount_asked(char **argv)
{
	if (!argv[1] || !argv[2])
		return -EINVAL;
	return mount_at(argv[0], argv[1], argv[2],
			argv[3] && !strcmp(argv[3], "rw") ? 0 : MS_RDONLY, NULL);
}

/**
 * cmd_mount() - put the overlay over the ROM as the boot would have done
 * @b: for messages
 *
 * Failsafe's shell and all that it has started are in it then, as after OpenWrt's
 * mount_root; so is process 1, whose `knit boot` finds it. On knit's own console it is
 * the ROM that is missing. With arguments it is what they name.
 *
 * Return: 0, or a negative errno, with b->step.
 */
int cmd_mount(struct boot *b)
{
	int err = in_failsafe(b);

	if (err)
		return err;
	if (IS_ENABLED(CONFIG_KNIT_FAILSAFE_CONSOLE) && b->argv[0]) {
		try(b, b->argv[0]);
		return mount_asked(b->argv);
	}
	if (IS_ENABLED(CONFIG_KNIT_FAILSAFE_CONSOLE) && b->failsafe)
		return stage_flash(b);
	if (!IS_ENABLED(CONFIG_KNIT_OVERLAY))
		return -ENODEV;
	b->rom = "/";
	b->root = "/";
	cmdline_read(b);
	err = stage_overlay(b);
	if (err)
		return err;
	return b->root[1] ? root_enter(b) : 0;
}
