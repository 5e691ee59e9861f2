// SPDX-License-Identifier: GPL-2.0-only
#include "fmt.h"

/**
 * clock_answer() - the time, as WalT's server tells it (server/walt/server/processes/hub)
 * @text: what has come: a line with the server's release, and one with ('RESULT', SECONDS)
 * @seconds: takes it, since 1970
 *
 * Return: 0, -EAGAIN if the second line is not complete yet, -EINVAL if it is something else.
 */
int clock_answer(const char *text, u32 *seconds)
{
	const char *line = line_next(text);
	const char *digits = after(line, "('RESULT', ");
	const char *end;

	if (!strchr(line, '\n'))
		return -EAGAIN;
	if (!digits)
		return -EINVAL;
	end = number(digits, 10, seconds);
	/* as many digits as make no number that turns over before the year 2106 */
	return end == digits || end > digits + 10 || *end != ')' ? -EINVAL : 0;
}
