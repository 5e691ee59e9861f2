/* SPDX-License-Identifier: GPL-2.0-only */
/* What runs when the boot cannot go on. */
#ifndef KNIT_FAILSAFE_H
#define KNIT_FAILSAFE_H

#include "../fmt/fmt.h"

/**
 * struct console - a console with a shell on it
 * @name: of its node in /dev
 * @pid: of the shell, 0 when there is none
 */
struct console {
	const char *name;
	int pid;
};

unsigned int consoles_find(struct boot *b, struct console *c);

#endif /* KNIT_FAILSAFE_H */
