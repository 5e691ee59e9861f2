// SPDX-License-Identifier: GPL-2.0-only
#include "../fmt/fmt.h"
#include "../../boards/board.h"

/* Does a device tree's `compatible`, or /proc/cpuinfo, of @len bytes name this board? */
static int board_is(const struct board *board, const char *text, int len, int tree)
{
	if (tree)
		return len > 0 && compatible_has(text, len, board->compatible);
	return len > 0 && board->machine && cpuinfo_machine(text, board->machine);
}

static const struct board *board_find(struct boot *b)
{
	static const char *const sources[] = {
		"/proc/cpuinfo", "/proc/device-tree/compatible",
	};
	unsigned int tree;
	unsigned int i;

	for (tree = 2; tree--;) {
		int len = file_read(sources[tree], b->text, sizeof(b->text));

		for (i = 0; i < nr_boards; i++)
			if (board_is(boards[i], b->text, len, tree))
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
