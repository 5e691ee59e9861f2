// SPDX-License-Identifier: GPL-2.0-only
/* Programs of the root that is being put together, before it is the root. */
#include "knit.h"

#define TELL	10	/* seconds until a person wants to know that something is being done */

/*
 * In the child: the program, with the signal mask that the kernel gave. It is in the root that is
 * being put together, even if it sees another one as its root.
 */
static int run_work(struct boot *b)
{
	int err = sys_chdir(b->root);

	if (!err)
		err = sys_chroot(b->want);
	if (err)
		return err;
	sys_rt_sigprocmask(SIG_SETMASK, &b->none, NULL, sizeof(b->none));
	return sys_execve(b->run[0], b->run, environment(b));
}

/**
 * program_run() - run a program of the coming root and wait for its end
 * @b: the boot; /proc, /sys, /dev and /tmp are there for it, as they will be
 * @from: where it and all that it needs is from: b->root as a rule; from b->rom it has the coming
 *        root as its current folder, and finds it nowhere else
 * @argv: its arguments, the first is its path in there
 * @seconds: how long it may take
 *
 * Return: 0, its exit status, which is said, -ENOENT if there is no such program, or
 * -ETIMEDOUT.
 */
int program_run(struct boot *b, const char *from, char *const *argv, unsigned int seconds)
{
	char link;
	/* it may be a link, which leads somewhere in that root: opening it here would not */
	int err = sys_readlink(path(b, from, argv[0], NULL), &link, 1);

	if (err < 0 && err != -EINVAL)
		return err;
	b->run = argv;
	b->want = from;
	mounts_bind(b, 1);
	err = child_run(b, run_work, seconds);
	b->run = NULL;
	mounts_bind(b, 0);
	if (!err || err == -ETIMEDOUT)
		return err;
	say(b, argv[0], " ended with ", dec(b, -err), NULL);
	return -err;
}

/**
 * program_told() - say every ten seconds that a program still runs
 * @b: the boot; nothing is said if what runs is no program
 * @seconds: for how long it does
 *
 * The boot log has but the last of these lines, and that only until something else is reported.
 */
void program_told(struct boot *b, unsigned int seconds)
{
	unsigned int logged = b->logged;
	u32 since = b->since;

	if (!b->run || seconds % TELL)
		return;
	say(b, b->at == b->text_at ? "" : ", ", b->run[0], " runs, ", dec(b, seconds), " s", NULL);
	report(b, 0);
	b->logged = logged;
	b->since = since;
}
