// SPDX-License-Identifier: GPL-2.0-only
/* What a system's maker wants done before a stage: /etc/knit/<stage>.d/ of the root so far. */
#include "knit.h"

#define HOOKS_MAX	32	/* of one stage */
#define NAME_SIZE	256	/* include/uapi/linux/limits.h, NAME_MAX, and a NUL */

/**
 * struct hook_turn - which hook is next
 * @last: the name of the one that ran last, empty: none did
 * @next: the smallest of the names behind it, empty: there is none
 */
struct hook_turn {
	char last[NAME_SIZE];
	char next[NAME_SIZE];
};

static int hook_look(struct boot *b, const char *dir, const char *name)
{
	struct hook_turn *turn = (struct hook_turn *)b->want;

	(void)dir;
	if (strcmp(name, turn->last) > 0 && name[0] != '.' &&
	    (!turn->next[0] || strcmp(name, turn->next) < 0))
		join(turn->next, turn->next + NAME_SIZE, name, NULL);
	return 0;
}

/**
 * hooks_run() - run the hooks of a stage, in the order of their names
 * @b: the boot; what fails is reported, and the next one runs
 * @stage: its name, which they find in KNIT_STAGE
 *
 * They are the root's as far as there is one: the ROM's until the overlay lies on it. Each
 * runs in that root with CONFIG_KNIT_HOOK_TIMEOUT seconds.
 */
void hooks_run(struct boot *b, const char *stage)
{
	struct hook_turn turn = { .last = "" };
	char dir[KNIT_PATH_MAX];
	char program[KNIT_PATH_MAX + NAME_SIZE];
	char *argv[3] = { program, (char *)stage, NULL };
	char *at;
	unsigned int n;

	if (!b->rom)
		return;
	join(dir, dir + sizeof(dir), b->root, "/etc/knit/", stage, ".d/", NULL);
	at = join(program, program + sizeof(program), dir + strlen(b->root), NULL);
	b->stage = stage;
	for (n = 0; n < HOOKS_MAX; n++) {
		int err;

		turn.next[0] = '\0';
		b->want = (const char *)&turn;
		if (dir_each(b, dir, hook_look) < 0 || !turn.next[0])
			return;
		join(at, program + sizeof(program), turn.next, NULL);
		join(turn.last, turn.last + NAME_SIZE, turn.next, NULL);
		err = program_run(b, b->root, argv, CONFIG_KNIT_HOOK_TIMEOUT);
		try(b, program);
		if (err)
			report(b, err > 0 ? 0 : err);
	}
}
