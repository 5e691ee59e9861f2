// SPDX-License-Identifier: GPL-2.0-only
/* The state of the boots: which copy of it counts, what its marks mean, which slot comes next. */
#include "fmt.h"

#define STATE_MAGIC	0x6b6e5331	/* "knS1" where the CPU is big-endian */
#define SUM_START	0x811c9dc5	/* FNV-1a, www.isthe.com/chongo/tech/comp/fnv */
#define SUM_FACTOR	0x01000193

/**
 * state_sum() - what a head has as its sum
 * @head: the head
 *
 * A change of a single byte is always seen.
 *
 * Return: the sum.
 */
u32 state_sum(const struct state_head *head)
{
	const u8 *at = (const u8 *)head;
	u32 sum = SUM_START;

	while (at < (const u8 *)&head->sum)
		sum = (sum ^ *at++) * SUM_FACTOR;
	return sum;
}

/**
 * state_newer() - which of two copies counts
 * @heads: their heads, as they were read
 *
 * One that was not written to its end, or that was being erased, has another sum.
 *
 * Return: 0 or 1; negative: none.
 */
int state_newer(const struct state_head *heads)
{
	int found = -1;
	int i;

	for (i = 0; i < STATE_COPIES; i++) {
		const struct state_head *head = &heads[i];

		if (head->magic == STATE_MAGIC && head->sum == state_sum(head) &&
		    !head->slot[SLOT_NAME - 1] && !head->trial[SLOT_NAME - 1] &&
		    (found < 0 || (int)(head->turn - heads[found].turn) > 0))
			found = i;
	}
	return found;
}

/**
 * state_slot() - the slot that is in use
 * @s: what the flash says
 *
 * Return: its name, empty if it is the first one.
 */
const char *state_slot(const struct state *s)
{
	return s->taken ? s->head[0].trial : s->head[0].slot;
}

/**
 * state_next() - what the next copy begins with
 * @s: what the flash says; s->head[1] is made
 * @slot: the slot that is in use
 * @trial: the one to be tried; both may be where they are now
 *
 * Names that are too long are cut off: who lets a person type one sees to that.
 */
void state_next(struct state *s, const char *slot, const char *trial)
{
	struct state_head *head = &s->head[1];

	memset(head, 0, sizeof(*head));
	head->magic = STATE_MAGIC;
	head->turn = s->known ? s->head[0].turn + 1 : 0;
	head->bad = s->bad;
	join(head->slot, head->slot + SLOT_NAME, slot, NULL);
	join(head->trial, head->trial + SLOT_NAME, trial, NULL);
	head->sum = state_sum(head);
}

/**
 * state_counted() - count the boots backwards, from the last to the last that was good
 * @s: what the flash says; s->bad
 * @cell: what the cell before that holds
 *
 * Return: 1 if those before it are none of our business, else 0.
 */
int state_counted(struct state *s, unsigned int cell)
{
	if (~cell & (STATE_GOOD | STATE_FORGIVEN))
		return 1;
	s->bad += ~cell & STATE_STARTED;
	return s->bad >= STATE_BAD_MAX;
}

/* The number of a name in a list that ends with NULL; negative: it is not there. */
static int slot_index(const char *const *names, const char *name)
{
	int i;

	for (i = 0; names[i]; i++)
		if (!strcmp(names[i], name))
			return i;
	return -1;
}

/**
 * slot_pick() - which slot is to be started
 * @s: what the flash says
 * @names: of the slots that there are, at most 32, NULL behind the last
 * @failed: bits of those that could not be started
 *
 * The trial slot while its attempt was not made; then the slot in use; then, so that a machine
 * with a broken slot still comes up, the first one that has not failed in a trial.
 *
 * Return: its number, or -ENOENT.
 */
int slot_pick(const struct state *s, const char *const *names, u32 failed)
{
	int trial = slot_index(names, s->head[0].trial);
	int i;

	if (trial >= 0 && !s->taken) {
		if (!s->tried && !(failed >> trial & 1))
			return trial;
		failed |= 1u << trial;
	}
	i = slot_index(names, state_slot(s));
	if (i >= 0 && !(failed >> i & 1))
		return i;
	for (i = 0; names[i]; i++)
		if (!(failed >> i & 1))
			return i;
	return -ENOENT;
}
