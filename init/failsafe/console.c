// SPDX-License-Identifier: GPL-2.0-only
/*
 * What answers on a console when there is no ROM, hence no shell: the commands of cmd/, and
 * those that make up for what a shell would do.
 */
#include "../cmd/cmd.h"

/* In a child; Ctrl-C is for the program, not for this console. */
static int program(struct boot *b)
{
	sys_rt_sigprocmask(SIG_SETMASK, &b->none, NULL, sizeof(b->none));
	try(b, b->argv[0]);
	command_end(b, sys_execve(b->argv[0], b->argv, environment(b)));
	return 0;
}

/**
 * cmd_exec() - run a program
 * @b: the arguments are the program and its own
 *
 * Return: 0, how it ends is its own business; -EINVAL if there is none.
 */
int cmd_exec(struct boot *b)
{
	if (!b->argv[0])
		return -EINVAL;
	child_run(b, program, FOREVER);
	return 0;
}

/**
 * cmd_mtd() - list the flash partitions
 * @b: for messages
 *
 * Return: 0, or a negative errno, with b->step.
 */
int cmd_mtd(struct boot *b)
{
	return show(b, "/proc/mtd");
}

/**
 * failsafe_console() - knit's own console, on descriptors 0 to 2
 * @b: the boot, of which this process has a copy
 *
 * Return: when the terminal has ended: 0, or a negative errno.
 */
int failsafe_console(struct boot *b)
{
	print("This is knit's own console; try help\n");
	for (;;) {
		int n;

		print("knit> ");
		n = sys_read(0, b->text, KNIT_CMDLINE_MAX);	/* a terminal's longest line */
		if (n <= 0)
			return n;
		sys_kill(1, SIGALRM);	/* somebody is here */
		b->text[n] = '\0';
		cmdline_split(b->text);
		words_list(b->text, b->words, KNIT_CMDLINE_MAX / 2);
		if (b->words[0])
			command_run(b, b->words);
	}
}
