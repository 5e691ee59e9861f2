// SPDX-License-Identifier: GPL-2.0-only
/*
 * How the last boots went: what the flash tells of it decides how long a person is waited for,
 * and when to stop trying. Nothing of it happens where there is no partition `state`.
 */
#include "../fmt/fmt.h"

#define BAD_BOOTS	STRING(CONFIG_KNIT_BAD_BOOTS) " boots without knit done"

/* b->text is /proc/mtd where the flash has been looked at: nothing to be read where it is not */
static int state_find(struct boot *b)
{
	int err = procmtd_find(b->text, "state", &b->state.mtd);

	if (err && (b->mode != MODE_ROUTER || b->on_disk))
		err = mtd_find(b, "state", &b->state.mtd);
	return err;
}

/**
 * state_said() - put into words how the last boots went
 * @b: the boot, after state_read()
 */
void state_said(struct boot *b)
{
	const struct state *s = &b->state;

	if (!s->known)
		say(b, "nothing yet", NULL);
	else if (!s->bad)
		say(b, "the last boot was good", NULL);
	else
		say(b, "boots without knit done: ", dec(b, s->bad), NULL);
}

/**
 * window_seconds() - how long the window is, by what is known of the last boots
 * @b: the boot
 *
 * In a slot's own system the person has been asked already.
 *
 * Return: seconds; knit.window= is stronger.
 */
u32 window_seconds(struct boot *b)
{
	if (slot_of(b))
		return 0;
	if (!b->state.known)
		return CONFIG_KNIT_WINDOW_SECONDS;
	return b->state.bad ? CONFIG_KNIT_WINDOW_BAD : CONFIG_KNIT_WINDOW_GOOD;
}

/*
 * A slot's own system is part of a boot that has been counted already. `knit done` needs the
 * partition there, even where the root is on a disk.
 */
static int slot_system(struct boot *b)
{
	int err = mtd_laid_out(b, "state", &b->state.mtd);

	say(b, "slot ", slot_of(b), NULL);
	try(b, "the partition state");
	return err;
}

/**
 * stage_state() - read what the flash keeps of the boots before this one
 * @b: the boot
 *
 * The window is made shorter or longer by it, which it has not closed yet; knit.window= is
 * stronger. With too many bad boots it is failsafe, but not if that is where a person
 * has just let the boot go on.
 *
 * Return: 0, 1 if there is nothing of it, or a negative errno.
 */
int stage_state(struct boot *b)
{
	struct state *s = &b->state;
	int err;

	s->unit = 0;
	if (slot_of(b))
		return slot_system(b);
	if (option(b, "knit.off") || state_find(b))
		return 1;
	err = state_read(b);
	if (err) {
		s->unit = 0;
		return err;
	}
	state_said(b);
	if (b->failsafe || b->asked || !s->known)
		return 0;
	if (s->bad >= CONFIG_KNIT_BAD_BOOTS)
		window_asked(b, BAD_BOOTS);
	else if (!b->window_us)
		stage_window(b);
	else if (!b->level[0])
		b->window_us = option_us("knit.window=", window_seconds(b), WINDOW_MAX);
	return 0;
}

/**
 * stage_started() - mark that this boot has begun
 * @b: the boot
 *
 * The first thing that is written: the window has closed, and what may fail from here on
 * makes this a bad boot.
 *
 * Return: 0, 1 if there is nothing to be marked, or a negative errno.
 */
int stage_started(struct boot *b)
{
	struct state *s = &b->state;

	if (!s->unit || s->started)
		return 1;
	s->started = 1;
	if (state_full(b)) {
		int err;

		try(b, "writing to the flash");
		err = child_run(b, state_renew, CONFIG_KNIT_CHILD_TIMEOUT);
		if (!err)
			err = state_read(b);
		if (err)
			return err;
	}
	return state_mark(b, STATE_STARTED);
}

static int forgive(struct boot *b)
{
	return state_settle(b, STATE_FORGIVEN);
}

/**
 * state_forgive() - failsafe is reached: the bad boots that led there do not count again
 * @b: the boot
 *
 * Who finds the machine in failsafe may just switch it off and on, and shall see it boot: what
 * made the boots bad may have been their end only. In a child, so that no flash keeps
 * anybody from failsafe.
 */
void state_forgive(struct boot *b)
{
	if (b->state.unit && !b->state.started && b->state.bad >= CONFIG_KNIT_BAD_BOOTS)
		child_start(b, forgive);
}
