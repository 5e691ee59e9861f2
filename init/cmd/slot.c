// SPDX-License-Identifier: GPL-2.0-only
#include "cmd.h"

/* In the kernel of a slot the command line names it. */
static const char *slot_running(struct boot *b)
{
	cmdline_read(b);
	return option(b, "knit.slot=") ?: "";
}

/**
 * slot_taken() - the system of a slot that is being tried is good: it is the one in use now
 * @b: the boot, after state_read()
 *
 * Return: 0, or a negative errno, with b->step.
 */
int slot_taken(struct boot *b)
{
	const struct state *s = &b->state;

	if (!s->tried || s->taken || strcmp(slot_running(b), s->head[0].trial))
		return 0;
	return state_tell(b, STATE_TAKEN);
}

/**
 * slot_said() - put into words which slot is in use, and what becomes of another one
 * @b: the boot, after state_read()
 */
void slot_said(struct boot *b)
{
	const struct state *s = &b->state;
	const char *trial = s->head[0].trial;
	const char *running = slot_running(b);

	say(b, "slot ", *state_slot(s) ? state_slot(s) : "the first", " is in use", NULL);
	if (*trial && !s->taken)
		say(b, ", ", trial, !s->tried ? " is to be tried" :
		    strcmp(running, trial) ? " has failed" : " is being tried", NULL);
}

/* The system that is in use stays so until this one has said that it is good. */
static int slot_try(struct boot *b, const char *name)
{
	struct state *s = &b->state;
	const char *running = slot_running(b);
	const char *slot = *state_slot(s) ? state_slot(s) : running;

	try(b, name);
	if (!slot_name_good(name))
		return -EINVAL;
	try(b, "it is the one in use");
	if (!strcmp(name, slot) || !strcmp(name, running))
		return -EBUSY;
	s->bad = 0;
	s->tried = 0;
	state_next(s, slot, name);
	s->taken = 0;
	say(b, name, " is tried at the next boot", NULL);
	return state_renew(b);
}

/**
 * cmd_slot() - which slot is in use; with "try NAME": which one is tried next
 * @b: for messages
 *
 * Return: 0, or a negative errno, with b->step.
 */
int cmd_slot(struct boot *b)
{
	int err = state_look(b);

	try(b, err == -ENODEV ? "the partition state" : b->step);
	if (err)
		return err;
	if (b->argv[0]) {
		try(b, "try NAME");
		if (strcmp(b->argv[0], "try") || !b->argv[1])
			return -EINVAL;
		return slot_try(b, b->argv[1]);
	}
	slot_said(b);
	return 0;
}
