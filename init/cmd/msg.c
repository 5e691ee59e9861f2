// SPDX-License-Identifier: GPL-2.0-only
#include "cmd.h"
#include "../net/net.h"

/**
 * cmd_msg() - broadcast a message as the window does, with the addresses that there are
 * @b: for messages; the argument is the text
 *
 * Return: 0, or a negative errno, with b->step.
 */
int cmd_msg(struct boot *b)
{
	int err = -EINVAL;

	try(b, "sending");
	if (b->argv[0] && !b->argv[1]) {
		net_open(b);
		err = net_tell(b, b->argv[0]);
	}
	return err;
}
