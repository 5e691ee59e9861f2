// SPDX-License-Identifier: GPL-2.0-only
#include "cmd.h"

/**
 * cmd_status() - print the boot log
 * @b: for messages
 *
 * Return: 0, or the errno of reading it.
 */
int cmd_status(struct boot *b)
{
	int n = file_read("/run/knit/boot.log", b->log, sizeof(b->log));

	if (n < 0)
		n = file_read("/tmp/knit/boot.log", b->log, sizeof(b->log));
	try(b, "no boot log in /run/knit or /tmp/knit");
	if (n < 0)
		return n;
	sys_write(1, b->log, n);
	return 0;
}
