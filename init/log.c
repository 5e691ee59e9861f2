// SPDX-License-Identifier: GPL-2.0-only
#include "knit.h"

/**
 * log_add() - add a line to the boot log, with the time that the stage has taken
 * @b: the boot
 * @text: what was reported
 * @err: 0, or a negative errno
 *
 * The log is kept in memory, since a file would cost three calls a line. What
 * does not fit is left out whole.
 */
void log_add(struct boot *b, const char *text, int err)
{
	const char *end = b->log + sizeof(b->log);
	char *line = b->log + b->logged;
	u32 now = uptime_us();
	char *at;

	at = join(line, end, err ? "failed " : "ok ", dec(b, now - b->since), " us ", text,
		  "\n", NULL);
	b->since = now;
	if (at == end - 1)
		at = line;
	*at = '\0';
	b->logged = at - b->log;
}

/**
 * log_write() - leave the boot log where `knit status` finds it
 * @b: the boot
 */
void log_write(struct boot *b)
{
	path(b, b->tmp, "/knit", NULL);
	dir_make(b->path);
	path(b, b->tmp, "/knit/boot.log", NULL);
	file_make(b->path, b->log);
}
