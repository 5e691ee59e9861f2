// SPDX-License-Identifier: GPL-2.0-only
#include "cmd.h"

#define STATES	(LED_SHOW_DONE + 1)

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
	unsigned int n = *b->argv ? words_index(states, *b->argv) : STATES;

	try(b, "no such state");
	if (n == STATES)
		return -EINVAL;
	cmd_show(b, n);
	return 0;
}
