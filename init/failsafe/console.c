// SPDX-License-Identifier: GPL-2.0-only
/*
 * What answers on a console when there is no ROM, hence no shell: enough to see why, to
 * mount something else, and to run a program from there.
 */
#include "failsafe.h"
#include "../../boards/board.h"

#define LINE_WORDS		8	/* of a line */

static void print(const char *s)
{
	sys_write(1, s, strlen(s));
}

static const char *board_name(struct boot *b)
{
#ifdef CONFIG_KNIT_BOARD_DETECT
	if (b->board)
		return b->board->name;
#endif
	(void)b;
	return "unknown board";
}

/* Print what was said of a command, and why it failed. */
static void answer(struct boot *b, int err)
{
	if (err)
		report_error(b, err);
	if (b->at == b->text_at)
		return;
	say(b, "\n", NULL);
	print(b->line);
}

static int show(struct boot *b, const char *path)
{
	int n = file_read(path, b->text, sizeof(b->text));

	try(b, path);
	if (n < 0)
		return n;
	print(b->text);
	return 0;
}

/* In a child; Ctrl-C is for the program, not for this console. */
static int program(struct boot *b)
{
	sys_rt_sigprocmask(SIG_SETMASK, &b->none, NULL, sizeof(b->none));
	answer(b, sys_execve(b->argv[1], b->argv + 1, environment(b)));
	return 0;
}

/* mount DEVICE DIR TYPE [rw], or the ROM as the boot would do it */
static int mount_asked(struct boot *b, char **argv)
{
	if (!argv[1])
		return stage_flash(b);
	try(b, argv[1]);
	if (!argv[2] || !argv[3])
		return -EINVAL;
	return mount_at(argv[1], argv[2], argv[3],
			argv[4] && !strcmp(argv[4], "rw") ? 0 : MS_RDONLY, NULL);
}

enum { BOOT, EXEC, HELP, LOG, MOUNT, MTD, REBOOT, STATUS };

/* Run a command: argv[0] is its name, argv[1] may be missing. */
static int run(struct boot *b, char **argv)
{
	static const char names[] = "boot\0exec\0help\0log\0mount\0mtd\0reboot\0status\0";
	unsigned int n = words_index(names, argv[0]);

	switch (n) {
	case BOOT:
		sys_umount2("/rom", MNT_DETACH);	/* the boot mounts it itself */
		return sys_kill(1, SIGHUP);
	case EXEC:
		try(b, "which file");
		if (!argv[1])
			return -EINVAL;
		try(b, argv[1]);
		b->argv = argv;
		child_run(b, program, -1);
		return 0;	/* how a program ends is its own business */
	case LOG:
		sys_write(1, b->log, b->logged);
		return 0;
	case MOUNT:
		return mount_asked(b, argv);
	case MTD:
		return show(b, "/proc/mtd");
	case REBOOT:
		return sys_kill(1, SIGTERM);
	case STATUS:
		print(b->reason);
		say(b, board_name(b), NULL);
		print("\n");
		return show(b, "/proc/mounts");
	}
	print("status: why the machine is here\n"
	      "log: how the boot went\n"
	      "mtd list\n"
	      "mount: the ROM on /rom\n"
	      "mount DEVICE DIR TYPE [rw]\n"
	      "exec FILE [ARG...]\n"
	      "boot: try again\n"
	      "reboot\n");
	try(b, "no such command");
	return n == HELP ? 0 : -ENOENT;
}

/* Run the command that a line asks for. */
static void obey_line(struct boot *b, char *line)
{
	char *argv[LINE_WORDS + 1];

	cmdline_split(line);
	line = words_list(line, argv, LINE_WORDS);
	if (!argv[0])
		return;
	b->at = b->line;
	say(b, argv[0], ": ", NULL);
	b->text_at = b->at;
	try(b, "this line");
	answer(b, *line ? -E2BIG : run(b, argv));
}

/**
 * failsafe_console() - knit's own console, on descriptors 0 to 2
 * @b: the boot, of which this process has a copy
 *
 * Return: when the terminal has ended: 0, or a negative errno.
 */
int failsafe_console(struct boot *b)
{
	char line[KNIT_LINE_MAX + 2];
	int whole = 1;
	int n;

	print("This is knit's own console; try help\n");
	for (;;) {
		if (whole)
			print("knit> ");
		n = sys_read(0, line, KNIT_LINE_MAX);
		if (n <= 0)
			return n;
		sys_kill(1, SIGALRM);	/* somebody is here */
		line[n] = '\0';
		if (n == KNIT_LINE_MAX && line[n - 1] != '\n') {
			whole = 0;
			continue;
		}
		if (whole)
			obey_line(b, line);
		else
			print("too long\n");
		whole = 1;
	}
}
