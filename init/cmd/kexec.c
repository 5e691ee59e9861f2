// SPDX-License-Identifier: GPL-2.0-only
#include "cmd.h"
#include "../kexec/kexec.h"

#define END_TIME	2	/* seconds, to put things away */

/*
 * Ask all others to end, then make them; process 1 may start some anew. The terminal goes with
 * its last process, so SIGHUP must not end this one.
 */
static void others_stop(struct boot *b)
{
	struct sigset hangup = { { sigmask(SIGHUP) } };
	struct __kernel_timespec time = { .tv_sec = END_TIME };

	sys_rt_sigprocmask(SIG_SETMASK, &hangup, NULL, sizeof(hangup));
	sys_kill(-1, SIGTERM);
	sys_rt_sigtimedwait(&b->none, NULL, &time, sizeof(b->none));
	sys_kill(-1, SIGKILL);
}

/**
 * kexec_running() - load the kernel that is named, stop the system, and start it
 * @b: for messages; the command line is read
 *
 * The LED tells what the stage's does all along: this is a boot again, on its way.
 *
 * Return: only if that failed: 1 if the system is gone by then, else a negative errno, with
 * b->step.
 */
int kexec_running(struct boot *b)
{
	int err = kexec_load(b);

	if (err)
		return err;
	cmd_show(b, LED_SHOW_BOOT);
	others_stop(b);
	report(b, kexec_start(b));	/* whoever has typed it has gone, and the terminal */
	return 1;
}

/* The kernel, and in any order what else there is. */
static int kexec_arguments(struct boot *b)
{
	const char **words = boot.kexec.words.word;
	char *arg;

	for (; (arg = *b->argv); b->argv++) {
		unsigned int n = KERNEL_FILE;

		try(b, arg);
		if (after(arg, "--")) {
			arg[1] = '.';
			n = 1 + words_index(kernel_keys + 1, arg + 1);
			arg[1] = '-';
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
	try(b, "which kernel");
	return words[KERNEL_FILE] ? 0 : -EINVAL;
}

/**
 * cmd_kexec() - stop the system, and start another kernel
 * @b: for messages; the arguments are options and the kernel
 *
 * Return: only if that failed: a negative errno, with b->step, or 1, which has been reported.
 */
int cmd_kexec(struct boot *b)
{
	int err = kexec_arguments(b);

	if (err)
		return err;
	cmdline_read(b);
	b->root = "";
	return kexec_running(b);
}
