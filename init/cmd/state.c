// SPDX-License-Identifier: GPL-2.0-only
/* What is told and asked of the partition `state` in a running system. */
#include "cmd.h"

/**
 * state_look() - read what the flash keeps of the boots
 * @b: for messages
 *
 * Return: 0, -ENODEV if there is no such partition, or another negative errno, with b->step.
 */
int state_look(struct boot *b)
{
	int err = mtd_find(b, "state", &b->state.mtd);

	if (err)
		return -ENODEV;
	return state_read(b);
}

/**
 * cmd_good() - the boot was good: the flash is told, and what becomes of the changes is done
 * @b: for messages
 *
 * Return: what cmd_done() does, but 0 where only the flash was to be told.
 */
int cmd_good(struct boot *b)
{
	int told = state_look(b) ?: slot_taken(b) ?: state_settle(b, STATE_GOOD);
	int err;

	if (told && told != -ENODEV) {
		command_end(b, told);
		unsay(b);
	}
	err = cmd_done(b);
	if (err != -ENOENT || told)
		return err;
	print("marked as good\n");
	return 0;
}

/**
 * state_print() - print what the flash keeps of the boots, if it does
 * @b: for messages
 */
void state_print(struct boot *b)
{
	int err = state_look(b);

	if (err == -ENODEV)
		return;
	if (!err)
		state_said(b);
	command_end(b, err);
	unsay(b);
	if (!IS_ENABLED(CONFIG_KNIT_SLOTS) || err ||
	    (!*b->state.head[0].slot && !*b->state.head[0].trial))
		return;
	slot_said(b);
	command_end(b, 0);
	unsay(b);
}
