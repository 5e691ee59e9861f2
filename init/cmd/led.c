// SPDX-License-Identifier: GPL-2.0-only
#include "cmd.h"
#include "../../boards/board.h"

#define STATES	(LED_SHOW_DONE + 1)

/**
 * cmd_show() - let the LEDs tell something
 * @b: the boot
 * @what: what
 */
void cmd_show(struct boot *b, enum led_show what)
{
#ifdef CONFIG_KNIT_BOARD_DETECT
	stage_board(b);
	unsay(b);	/* what it has to say is for the boot */
#else
	b->board = nr_boards ? boards[0] : NULL;
#endif
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
	unsigned int n = words_index(states, *b->argv ?: "");

	if (n == STATES)
		return -EINVAL;
	cmd_show(b, n);
	return 0;
}
