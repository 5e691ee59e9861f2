// SPDX-License-Identifier: GPL-2.0-only
#include "cmd.h"
#include "../kexec/kexec.h"

#define END_TURNS	20	/* tenths of a second, to put things away */

/* Ask all others to end, then make them. Process 1 starts some anew. */
static void others_stop(struct boot *b)
{
	static const struct __kernel_timespec tenth = { .tv_nsec = 100000000 };
	static const u8 sigs[] = { SIGTERM, SIGKILL };
	unsigned int turns = END_TURNS;
	struct sigset all;
	const u8 *sig;

	/* the terminal's last process takes it along: no SIGHUP for this one */
	memset(&all, 0xff, sizeof(all));
	sys_rt_sigprocmask(SIG_SETMASK, &all, NULL, sizeof(all));
	for (sig = sigs; sig < sigs + sizeof(sigs); sig++) {
		sys_kill(-1, *sig);
		while (turns-- && !sys_kill(-1, 0))
			sys_rt_sigtimedwait(&b->none, NULL, &tenth, sizeof(b->none));
		turns = 1;
	}
}

/* The kernel, and in any order what else there is. */
static int kexec_arguments(struct boot *b)
{
	static const char names[] = KERNEL_NAMES "reuse-cmdline\0";
	const char **words = b->kexec.words.word;
	const char *arg;

	for (; (arg = *b->argv); b->argv++) {
		unsigned int n = KERNEL_FILE;

		if (after(arg, "--")) {
			n = words_index(names, arg + 2);
			if (n == KERNEL_WORDS)
				continue;	/* it is what happens anyway */
			arg = *++b->argv;
			if (n > KERNEL_WORDS || !arg)
				return -EINVAL;
		}
		if (words[n])
			return -EINVAL;
		words[n] = arg;
	}
	return words[KERNEL_FILE] ? 0 : -EINVAL;
}

/**
 * cmd_kexec() - stop the system, and start another kernel
 * @b: for messages; the arguments are options and the kernel
 *
 * Return: only if that failed: a negative errno, with b->step.
 */
int cmd_kexec(struct boot *b)
{
	int err = kexec_arguments(b);

	if (err)
		return err;
	cmdline_read(b);
	b->root = "";
	err = kexec_load(b);
	if (err)
		return err;
	others_stop(b);
	return kexec_start(b);
}
