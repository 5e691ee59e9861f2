/* SPDX-License-Identifier: GPL-2.0-only */
/* The commands, and what they share. */
#ifndef KNIT_CMD_H
#define KNIT_CMD_H

#include "../fmt/fmt.h"

/**
 * struct command - what `knit NAME` does
 * @name: NAME
 * @run: does it; b->argv are its arguments; returns 0 or a negative errno, with boot->step
 * @help: one line
 */
struct command {
	const char *name;
	int (*run)(struct boot *b);
	const char *help;
};

void cmd_line(struct boot *b);
void cmd_board(struct boot *b);
int cmd_boot(struct boot *b);
int cmd_done(struct boot *b);
int cmd_help(struct boot *b);
int cmd_led(struct boot *b);
int cmd_mount(struct boot *b);
int cmd_msg(struct boot *b);
int cmd_status(struct boot *b);
int cmd_version(struct boot *b);

/* led.c */
#ifdef CONFIG_KNIT_LED
void cmd_show(struct boot *b, enum led_show what);
#else
#define cmd_show(b, what)	((void)(b))
#endif

/* format.c */
int jffs2_format(struct boot *b, const struct mtd *mtd);

#endif /* KNIT_CMD_H */
