// SPDX-License-Identifier: GPL-2.0-only
/* What the binary does when it is not PID 1. */
#include "cmd.h"
#include "../../boards/board.h"

static const struct command commands[] = {
#ifdef CONFIG_KNIT_FAILSAFE_FULL
	{ "boot", cmd_boot, "in failsafe: let the boot go on" },
#endif
#ifdef CONFIG_KNIT_OVERLAY
	{ "done", cmd_done, "the boot was good: changes are kept, from the next boot on" },
#endif
	{ "help", cmd_help, "this text" },
#ifdef CONFIG_KNIT_LED
	{ "led", cmd_led, "STATE, as OpenWrt calls it: show it" },
#endif
#if defined(CONFIG_KNIT_FAILSAFE_FULL) && defined(CONFIG_KNIT_OVERLAY)
	{ "mount", cmd_mount, "in failsafe: the overlay, as the boot would have it" },
#endif
#ifdef CONFIG_KNIT_NETMSG_COMMAND
	{ "msg", cmd_msg, "broadcast TEXT" },
#endif
	{ "status", cmd_status, "how the boot went, stage by stage" },
	{ "version", cmd_version, "the version" },
};

/* Print what say() has put together. */
static void tell_user(struct boot *b, int fd)
{
	say(b, "\n", NULL);
	sys_write(fd, b->line, b->at - b->line);
	b->at = b->line;
}

/**
 * cmd_line() - print a line for the user
 * @b: what say() has put together is the line
 */
void cmd_line(struct boot *b)
{
	tell_user(b, 1);
}

/**
 * cmd_board() - find out which machine this is, for a command that asks for it
 * @b: b->board
 */
void cmd_board(struct boot *b)
{
#ifdef CONFIG_KNIT_BOARD_DETECT
	stage_board(b);
	b->at = b->line;	/* what it has to say is for the boot */
#else
	b->board = nr_boards ? boards[0] : NULL;
#endif
}

/**
 * cmd_help() - list the commands
 * @b: for messages
 *
 * Return: 0.
 */
int cmd_help(struct boot *b)
{
	const struct command *c;

	say(b, "usage: knit COMMAND", NULL);
	cmd_line(b);
	for (c = commands; c < commands + ARRAY_SIZE(commands); c++) {
		say(b, "  ", c->name, "\t", c->help, NULL);
		cmd_line(b);
	}
	return 0;
}

/**
 * cmd_version() - print the version
 * @b: for messages
 *
 * Return: 0.
 */
int cmd_version(struct boot *b)
{
	say(b, "knit " CONFIG_KNIT_VERSION, NULL);
	cmd_line(b);
	return 0;
}

static const char *base_name(const char *path)
{
	const char *base = path;

	for (; *path; path++)
		if (*path == '/')
			base = path + 1;
	return base;
}

/**
 * command() - be a command: by the first argument, or by the program's own name
 * @b: an empty boot, for messages
 * @argc: how many arguments there are, the program's name among them
 * @argv: the arguments
 *
 * Return: the exit status: 0, 1 if it failed, 2 if there is no such command.
 */
int command(struct boot *b, int argc, char **argv)
{
	const char *name = argc > 0 ? base_name(argv[0]) : "";
	unsigned int own;
	const struct command *c;
	int err;

	for (own = 0; own < 2; own++) {
		for (c = commands; c < commands + ARRAY_SIZE(commands); c++) {
			if (strcmp(c->name, name))
				continue;
			b->argv = argv + own + 1;
			err = c->run(b);
			if (!err)
				return 0;
			say(b, "knit: ", name, ": ", NULL);
			b->text_at = b->at;
			report_error(b, err);
			tell_user(b, 2);
			return 1;
		}
		name = argc > 1 ? argv[1] : "help";
	}
	say(b, "knit: no command ", name, "; try: knit help", NULL);
	tell_user(b, 2);
	return 2;
}
