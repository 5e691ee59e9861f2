/* SPDX-License-Identifier: GPL-2.0-only */
/* What the two failsafe modes share. */
#ifndef KNIT_FAILSAFE_H
#define KNIT_FAILSAFE_H

#include "../fmt/fmt.h"

void rom_enter(struct boot *b);
int shell(struct boot *b);
int restart(struct boot *b);
void reason_repeat(struct boot *b, unsigned int turn);

#endif /* KNIT_FAILSAFE_H */
