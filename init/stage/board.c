// SPDX-License-Identifier: GPL-2.0-only
#include "../fmt/fmt.h"
#include "../../boards/board.h"

/**
 * stage_board() - find out which machine this is
 * @b: the boot; b->board stays NULL if it is none that was built in
 *
 * Return: 0; an unknown machine is no error.
 */
int stage_board(struct boot *b)
{
	int n = file_read("/proc/device-tree/compatible", b->text, sizeof(b->text));
	unsigned int i;

	for (i = 0; i < nr_boards; i++)
		if (n > 0 && compatible_has(b->text, n, boards[i]->compatible))
			b->board = boards[i];
	say(b, b->board ? b->board->name : "unknown, generic", NULL);
	return 0;
}
