/* SPDX-License-Identifier: GPL-2.0-only */
/* The commands, and what they share. */
#ifndef KNIT_CMD_H
#define KNIT_CMD_H

#include "../fmt/fmt.h"

/* command.c */
void print(const char *s);
void command_end(struct boot *b, int err);
int command_run(struct boot *b, char **argv);

/* What each does is given b->argv, its arguments; returns the exit status or a negative errno. */
int cmd_backup(struct boot *b);
int cmd_boot(struct boot *b);
int cmd_done(struct boot *b);
int cmd_exec(struct boot *b);
int cmd_firstboot(struct boot *b);
int cmd_kexec(struct boot *b);
int cmd_good(struct boot *b);
int cmd_led(struct boot *b);
int cmd_mount(struct boot *b);
int cmd_msg(struct boot *b);
int cmd_mtd(struct boot *b);
int cmd_netboot(struct boot *b);
int cmd_probe(struct boot *b);
int cmd_reboot(struct boot *b);
int cmd_slot(struct boot *b);
int cmd_status(struct boot *b);
int cmd_switchinit(struct boot *b);

/* Where log_write() leaves the boot log: see init/log.c */
#define LOG_RUN		"/run/knit/boot.log"
#define LOG_TMP		"/tmp/knit/boot.log"

/* status.c, draw.c */
int status_draw(struct boot *b);
int show(struct boot *b, const char *path);

/* led.c */
#ifdef CONFIG_KNIT_LED
void cmd_show(struct boot *b, enum led_show what);
#else
#define cmd_show(b, what)	((void)(b))
#endif

/* done.c */
#define JFFS2_LIMIT	"; jffs2 cannot rename what is in the ROM\n"
int state_ready(struct boot *b, const char *dir);
int mounted(struct boot *b, const char *source);

/* kexec.c */
int kexec_running(struct boot *b);

/* state.c */
#ifdef CONFIG_KNIT_STATE
int state_look(struct boot *b);
void state_print(struct boot *b);
#else
#define state_print(b)	((void)(b))
#endif

/* slot.c */
#ifdef CONFIG_KNIT_SLOTS
int slot_taken(struct boot *b);
void slot_said(struct boot *b);
#else
#define slot_taken(b)		((void)(b), 0)
#define slot_said(b)		((void)(b))
#endif

/* tree.c */
#define TREE_PATH	4096	/* as long as the kernel takes */
#define tree_twin(b)	((b)->text + TREE_PATH)	/* room for a second path */

int tree_walk(struct boot *b, const char *top, int (*each)(struct boot *b, unsigned int type));
int tree_delete(struct boot *b, unsigned int type);

/* exchange.c */
int root_exchange(struct boot *b, const char *old);

/* holders.c */
unsigned int holders(struct boot *b);

/* switch.c */
#define SWITCH_OLD	"/tmp/knit/old"	/* the overlay in RAM, while somebody is in it */
#define SWITCH_BOTH	"overlayfs:both"	/* source of the root that holds it, too */
#ifdef CONFIG_KNIT_SWITCH
int switch_alone(struct boot *b);
int switch_begin(struct boot *b);
int switch_end(struct boot *b);
#else
#define switch_alone(b)	0
#define switch_begin(b)	1	/* at the next boot */
#define switch_end(b)	0
#endif

/* ramroot.c: a root in RAM, for switchinit */
#define KNIT_RAMROOT	"/tmp/knit/switch"
#define KNIT_REQUEST	"request"	/* there: the program and its arguments */

#define ramroot_want(b, name)	((void)(b), ramroot_want_(name))
void ramroot_want_(const char *name);
int ramroot_find(struct boot *b, const char *name, const char *beside);
int ramroot_copy(struct boot *b, const char *from, const char *to);
int ramroot_fill(struct boot *b);

#endif /* KNIT_CMD_H */
