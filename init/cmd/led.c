// SPDX-License-Identifier: GPL-2.0-only
#include "cmd.h"

/**
 * cmd_show() - let the LEDs tell something
 * @b: the boot
 * @what: what
 */
void cmd_show(struct boot *b, enum led_show what)
{
	cmd_board(b);
	led_show(b, what);
}

/**
 * cmd_led() - the same, by OpenWrt's names
 * @b: for messages; the argument is the name
 *
 * Return: 0, or -EINVAL.
 */
int cmd_led(struct boot *b)
{
	/* enum led_show, in its order */
	static const char states[] =
		"preinit\0preinit_regular\0failsafe\0upgrade\0done\0";
	const char *s = states;
	unsigned int n;

	try(b, "no such state");
	for (n = 0; *b->argv && *s; n++) {
		if (!strcmp(s, *b->argv)) {
			cmd_show(b, n);
			return 0;
		}
		s += strlen(s) + 1;
	}
	return -EINVAL;
}
