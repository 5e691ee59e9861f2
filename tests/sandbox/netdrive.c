// SPDX-License-Identifier: GPL-2.0-only
/*
 * init/net/ and init/failsafe/net.c, built as knit is, called by name: each line that
 * comes in is `open`, `follow`, `tell TEXT`, `report TEXT`, `close` or `failsafe`, and is
 * answered with a line `NAME RESULT`.
 *
 * Called with the board's interfaces ("" for NULL) and its address in hexadecimal.
 */
#include "fmt/fmt.h"

#include "../boards/board.h"

__entry __attribute__((noreturn)) void knit_start(long *stack);

struct boot boot;

#include "report.c"
#include "fmt/cmdline.c"
#include "fmt/join.c"
#include "fmt/lines.c"
#include "fmt/netmsg.c"
#include "fmt/number.c"
#include "net/device.c"
#include "net/net.c"
#include "failsafe/net.c"

static struct board board;

static void answer(const char *name, int result)
{
	char line[64];
	char *end = line + sizeof(line);
	char *at = join(line, end, name, result < 0 ? " -" : " ",
			dec(&boot, result < 0 ? -result : result), "\n", NULL);

	sys_write(1, line, at - line);
}

/* Read up to the line's end, a byte at a time: more may be waiting behind it. */
static int line_read(char *line, size_t size)
{
	size_t len = 0;

	while (len < size - 1 && sys_read(0, line + len, 1) == 1 && line[len] != '\n')
		len++;
	line[len] = '\0';
	return !!len;
}

/* What report.c asks for: there is no log here. */
int file_put(const char *path, const char *text, int flags)
{
	(void)path;
	(void)text;
	(void)flags;
	return -ENOENT;
}

int text_write(int fd, const char *text)
{
	return sys_write(fd, text, strlen(text));
}

const char *errno_text(struct boot *b, int err)
{
	return dec(b, -err);
}

void log_add(struct boot *b, const char *text, int err)
{
	(void)b;
	(void)text;
	(void)err;
}

static int say_it(struct boot *b, const char *text)
{
	report_stage(b, "flash");
	say(b, text, NULL);
	report(b, 0);
	return 0;
}

/* As the window begins, and a uevent of a new interface goes on with net_follow(). */
static void opened(struct boot *b)
{
	net_open(b);
	net_follow(b);
}

/* As failsafe() begins. */
static void failsafe_begins(struct boot *b)
{
	b->failsafe = FAILSAFE_NOW;
	opened(b);
}

static void obey(struct boot *b, char *line)
{
	char *rest = line;
	int result = 0;

	while (*rest && *rest != ' ')
		rest++;
	if (*rest)
		*rest++ = '\0';
	if (!strcmp(line, "open"))
		opened(b);
	else if (!strcmp(line, "follow"))
		net_follow(b);
	else if (!strcmp(line, "tell"))
		result = net_tell(b, rest);
	else if (!strcmp(line, "report"))
		result = say_it(b, rest);
	else if (!strcmp(line, "close"))
		net_close(b);
	else if (!strcmp(line, "failsafe"))
		failsafe_begins(b);
	else
		result = -EINVAL;
	answer(line, result);
}

void knit_start(long *stack)
{
	struct boot *b = &boot;
	char **argv = (char **)stack + 1;
	char names[256];
	char line[2048];
	u32 addr;

	join(names, names + sizeof(names), argv[1], NULL);
	cmdline_split(names);
	board.net = *names ? names : NULL;
	number(argv[2], 16, &addr);
	board.address[0] = addr >> 24;
	board.address[1] = addr >> 16;
	board.address[2] = addr >> 8;
	board.address[3] = addr;
	b->board = &board;
	while (line_read(line, sizeof(line)))
		obey(b, line);
	sys_exit(0);
}
