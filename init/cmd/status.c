// SPDX-License-Identifier: GPL-2.0-only
#include "cmd.h"

/**
 * show() - print a file
 * @b: for messages
 * @path: the file
 *
 * Return: 0, or a negative errno, with b->step.
 */
int show(struct boot *b, const char *path)
{
	int n = text_read(b, path);

	try(b, path);
	if (n < 0)
		return n;
	print(b->text);
	return 0;
}

/**
 * cmd_status() - print the boot log, and what the flash keeps of the boots
 * @b: for messages; with the argument --svg the log is drawn
 *
 * On knit's own console it prints what is mounted, too.
 *
 * Return: 0, or the errno of reading it.
 */
int cmd_status(struct boot *b)
{
	int err;

	if (IS_ENABLED(CONFIG_KNIT_STATUS_SVG) && *b->argv && !strcmp(*b->argv, "--svg"))
		return status_draw(b);
	err = show(b, LOG_RUN);
	if (err)
		err = show(b, LOG_TMP);
	state_print(b);
	if (IS_ENABLED(CONFIG_KNIT_FAILSAFE_CONSOLE) && b->failsafe)
		err = show(b, "/proc/mounts");
	return err;
}
