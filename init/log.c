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
	u32 now = uptime_us();
	char *at = b->log + b->logged;

	at = join(at, end, err ? "failed " : "ok ", dec(b, now - b->since), " us ", text,
		  "\n", NULL);
	b->since = now;
	if (at < end - 1)
		b->logged = at - b->log;
}

/**
 * log_write() - leave the boot log where `knit status` finds it
 * @b: the boot
 */
void log_write(struct boot *b)
{
	int fd;

	path(b, b->tmp, "/knit", NULL);
	sys_mkdir(b->path, 0755);
	path(b, b->tmp, "/knit/boot.log", NULL);
	fd = file_open(b->path, O_WRONLY | O_CREAT | O_TRUNC);
	if (fd < 0)
		return;
	sys_write(fd, b->log, b->logged);
	sys_close(fd);
}
