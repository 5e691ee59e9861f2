/* SPDX-License-Identifier: GPL-2.0-only */
/* What the two failsafe modes share. */
#ifndef KNIT_FAILSAFE_H
#define KNIT_FAILSAFE_H

#include "../fmt/fmt.h"

void rom_enter(struct boot *b);
int shell(struct boot *b);
int restart(struct boot *b);
#ifdef CONFIG_KNIT_FAILSAFE_FULL
__noinline	/* has two callers there */
#endif
void reason_repeat(struct boot *b, unsigned int turn);

/* failsafe.c */
int child_runs(int pid);

/* contract.c */
void failsafe_enter(struct boot *b);
void failsafe_leave(struct boot *b);
void sysupgrade(struct boot *b);

/* server.c */
#ifdef CONFIG_KNIT_FAILSAFE_NET
int server_start(struct boot *b);
#else
#define server_start(b)	((void)(b), 0)
#endif

#endif /* KNIT_FAILSAFE_H */
