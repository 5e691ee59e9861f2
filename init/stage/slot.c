// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which of several systems is started. The kernel that decides, with this knit in it, is never
 * written anew; a new system has one attempt, and the old one stays until that was good.
 */
#include "../fmt/fmt.h"
#include "../../boards/board.h"

/**
 * slot_name_good() - can a slot have this name?
 * @name: it stands on a command line, and in the flash
 *
 * Return: 1 if so, else 0.
 */
int slot_name_good(const char *name)
{
	const char *s = name;

	while ((u8)*s > ' ' && *s != '"')
		s++;
	return s != name && !*s && s < name + SLOT_NAME;
}

/**
 * slot_add() - there is one more slot
 * @b: the boot; b->slots
 * @name: its name
 *
 * Return: 0, or -EINVAL.
 */
int slot_add(struct boot *b, const char *name)
{
	struct slots *s = &b->slots;

	s->now = NULL;
	if (s->nr == SLOTS_MAX || !slot_name_good(name))
		return -EINVAL;
	s->now = &s->slot[s->nr];
	s->now->name = name;
	s->name[s->nr++] = name;
	return 0;
}

/**
 * slot_set() - what the configuration says of it
 * @b: the boot; b->slots
 * @key: an option's name
 * @value: its value
 *
 * Return: 0, or -EINVAL.
 */
int slot_set(struct boot *b, const char *key, const char *value)
{
	unsigned int word = words_index("root\0" KERNEL_NAMES, key);

	if (!b->slots.now || word >= SLOT_WORDS)
		return -EINVAL;
	b->slots.now->word[word] = value;
	return 0;
}

/* The board's own, where nobody has configured any. */
static void slots_board(struct boot *b)
{
	const struct slot *slot = b->board ? b->board->slots : NULL;

	if (b->slots.nr || !slot)
		return;
	for (; slot->name && !slot_add(b, slot->name); slot++)
		*b->slots.now = *slot;
}

/**
 * slot_attempt() - which slot comes next
 * @b: the boot, after state_read(); b->slots
 *
 * If it is one that is to be tried, that is marked first: whatever it does to the machine,
 * there is no second time. Where it cannot be marked it is not tried.
 *
 * Return: its number, or -ENOENT.
 */
int slot_attempt(struct boot *b)
{
	struct slots *s = &b->slots;
	int n;

	while ((n = slot_pick(&b->state, s->name, s->failed)) >= 0) {
		int trial = !b->state.tried && !strcmp(s->name[n], b->state.head[0].trial);
		int err = 0;

		s->failed |= 1u << n;	/* if it is asked for another one */
		if (trial && !b->state.taken)
			err = state_tell(b, STATE_TRIED);
		if (!err)
			break;
		report(b, err);
	}
	return n;
}

/* What the slot's kernel is told: what is configured comes last, and so is stronger. */
static int slot_words(struct boot *b, const struct slot *slot)
{
	const char **word = b->kexec.words.word;
	const char *root = slot->word[SLOT_ROOT];
	char *end = b->slots.words + sizeof(b->slots.words);
	unsigned int n;

	for (n = 0; n < KERNEL_WORDS; n++)
		word[n] = slot->word[SLOT_KERNEL + n];
	n = word[KERNEL_CMDLINE] ? KERNEL_CMDLINE : KERNEL_APPEND;
	try(b, "its words");
	if (join(b->slots.words, end, "knit.slot=", slot->name, root ? " root=" : "", root ?: "",
		 " ", word[n] ?: "", NULL) == end - 1)
		return -E2BIG;
	word[n] = b->slots.words;
	try(b, "which kernel");
	return word[KERNEL_FILE] ? 0 : -EINVAL;
}

/**
 * slot_next() - the slot to be started; if that failed, another one
 * @b: the boot; b->kexec.words is set
 *
 * Return: 0, or -ENOENT if there is none; so it is in the slot's own system.
 */
int slot_next(struct boot *b)
{
	if (option(b, "knit.slot="))
		return -ENOENT;
	slots_board(b);
	if (!b->slots.nr)
		return -ENOENT;
	if (!b->state.unit) {
		say(b, "no slot without a partition state", NULL);
		report(b, 0);
		return -ENOENT;
	}
	for (;;) {
		int n = slot_attempt(b);
		int err;

		if (n < 0)
			return n;
		say(b, "slot ", b->slots.name[n], NULL);
		err = slot_words(b, &b->slots.slot[n]);
		report(b, err);
		if (!err)
			return 0;
	}
}
