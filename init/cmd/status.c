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
 * cmd_status() - print the boot log; on knit's own console, what is mounted, too
 * @b: for messages
 *
 * Return: 0, or the errno of reading it.
 */
int cmd_status(struct boot *b)
{
	int err = show(b, "/run/knit/boot.log");

	if (err)
		err = show(b, "/tmp/knit/boot.log");
	if (IS_ENABLED(CONFIG_KNIT_FAILSAFE_CONSOLE) && b->failsafe)
		err = show(b, "/proc/mounts");
	return err;
}
