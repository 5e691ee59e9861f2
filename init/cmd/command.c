// SPDX-License-Identifier: GPL-2.0-only
/* What the binary does when it is not PID 1, and what knit's own console can do. */
#include "cmd.h"

static int cmd_help(struct boot *b);
static int cmd_version(struct boot *b);
static int cmd_unknown(struct boot *b);

/* Two words for each command, of which the second is none that anybody types. */
static const char commands[] =
#define COMMAND(name, text, run)	name "\0" text "\n\0"
#include "list.h"
#undef COMMAND
;

static int (*const runs[])(struct boot *b) = {
#define COMMAND(name, text, run)	run,
#include "list.h"
#undef COMMAND
	cmd_unknown,
};

#define UNKNOWN	(ARRAY_SIZE(runs) - 1)

static unsigned int command_index(const char *name)
{
	return words_index(commands, name) / 2;
}

/**
 * print() - tell the user
 * @s: what
 */
void print(const char *s)
{
	text_write(1, s);
}

static int cmd_help(struct boot *b)
{
	const char *s;

	(void)b;
	for (s = commands; *s; s += strlen(s) + 1)
		print(s);
	return 0;
}

static int cmd_version(struct boot *b)
{
	(void)b;
	print("knit " CONFIG_KNIT_VERSION "\n");
	return 0;
}

static int cmd_unknown(struct boot *b)
{
	try(b, "no such command");
	cmd_help(b);
	return -ENOENT;
}

/**
 * command_end() - say what is to be said of a command
 * @b: what say() has put together
 * @err: an exit status, or a negative errno, with b->step
 */
__noinline void command_end(struct boot *b, int err)
{
	if (err < 0)
		report_error(b, err);
	if (b->at == b->text_at)
		return;
	say(b, "\n", NULL);
	line_write(b, err ? 2 : 1);
}

/**
 * command_run() - run a command
 * @b: an empty boot, or failsafe's
 * @argv: its name and its arguments, then NULL
 *
 * Return: the exit status: the command's own, 1 if it failed, 2 if there is no such command.
 */
int command_run(struct boot *b, char **argv)
{
	const char *name = argv[0] ?: "help";
	unsigned int n = command_index(name);
	int err;

	report_stage(b, name);
	try(b, "failed");
	b->argv = argv + 1;
	err = runs[n](b);
	command_end(b, err);
	if (err >= 0)
		return err;
	return n == UNKNOWN ? 2 : 1;
}

/**
 * command() - be a command: by the program's own name, or by the first argument
 * @b: an empty boot, for messages
 * @argv: the program's name and the arguments, then NULL
 *
 * Return: the exit status, see command_run().
 */
__apart int command(struct boot *b, char **argv)
{
	char *name;

	b->watchdog = -1;
	for (name = argv[0]; *name; name++)
		if (*name == '/')
			argv[0] = name + 1;
	if (command_index(argv[0]) == UNKNOWN)
		argv++;
	return command_run(b, argv);
}
