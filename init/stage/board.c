// SPDX-License-Identifier: GPL-2.0-only
#include "../fmt/fmt.h"
#include "../../boards/board.h"

/* Does a device tree's `compatible`, or /proc/cpuinfo, name this board? */
static int board_is(const struct board *board, const char *text, int tree)
{
	if (tree)
		return !!cmdline_get(text, board->compatible);
	return board->machine && cpuinfo_machine(text, board->machine);
}

static const struct board *board_find(struct boot *b)
{
	int tree = 2;
	unsigned int i;

	while (tree--) {
		/* of `compatible`, the strings are words as cmdline_split() leaves them */
		text_read(b, tree ? "/proc/device-tree/compatible" : "/proc/cpuinfo");
		for (i = 0; i < nr_boards; i++)
			if (board_is(boards[i], b->text, tree))
				return boards[i];
	}
	return NULL;
}

/**
 * stage_board() - find out which machine this is
 * @b: the boot; b->board stays NULL if it is none that was built in
 *
 * By the device tree's compatible, else by the machine that /proc/cpuinfo names.
 *
 * Return: 0; an unknown machine is no error.
 */
int stage_board(struct boot *b)
{
	b->board = board_find(b);
	say(b, b->board ? b->board->name : "unknown, generic", NULL);
	return 0;
}
