/* SPDX-License-Identifier: GPL-2.0-only */
/* Systems of which one is started: each a kernel and a root. Boards may have some, too. */
#ifndef KNIT_SLOT_H
#define KNIT_SLOT_H

#include "kexec/kexec.h"

/**
 * enum slot_word - what tells a slot
 * @SLOT_ROOT: root= of its kernel; behind it enum kernel_word
 * @SLOT_KERNEL: the first of these
 * @SLOT_WORDS: how many there are
 */
enum slot_word { SLOT_ROOT, SLOT_KERNEL, SLOT_WORDS = SLOT_KERNEL + KERNEL_WORDS };

/**
 * struct slot - a system
 * @name: its name
 * @word: by enum slot_word; NULL: none
 */
struct slot {
	const char *name;
	const char *word[SLOT_WORDS];
};

#define SLOTS_MAX	4

/**
 * struct slots - those that there are
 * @nr: how many
 * @failed: bits of those that could not be started
 * @now: the one whose options are being read, NULL: none
 * @name: their names, NULL behind the last
 * @slot: each of them
 * @words: what its kernel is told
 */
struct slots {
	unsigned int nr;
	u32 failed;
	struct slot *now;
	const char *name[SLOTS_MAX + 1];
	struct slot slot[SLOTS_MAX];
	char words[KNIT_DATA_MAX];
};

#endif /* KNIT_SLOT_H */
