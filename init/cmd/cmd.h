/* SPDX-License-Identifier: GPL-2.0-only */
/* The commands, and what they share. */
#ifndef KNIT_CMD_H
#define KNIT_CMD_H

#include "../fmt/fmt.h"

/* command.c */
void print(const char *s);
void command_end(struct boot *b, int err);
int command_run(struct boot *b, char **argv);

/* What each does is given b->argv, its arguments, and returns the exit status, or a negative errno. */
int cmd_boot(struct boot *b);
int cmd_done(struct boot *b);
int cmd_exec(struct boot *b);
int cmd_led(struct boot *b);
int cmd_mount(struct boot *b);
int cmd_msg(struct boot *b);
int cmd_mtd(struct boot *b);
int cmd_probe(struct boot *b);
int cmd_reboot(struct boot *b);
int cmd_status(struct boot *b);

/* status.c */
int show(struct boot *b, const char *path);

/* led.c */
#ifdef CONFIG_KNIT_LED
void cmd_show(struct boot *b, enum led_show what);
#else
#define cmd_show(b, what)	((void)(b))
#endif

/* format.c */
int jffs2_format(struct boot *b, const struct mtd *mtd);

#endif /* KNIT_CMD_H */
