// SPDX-License-Identifier: GPL-2.0-only
#include "fmt.h"

/* Does this end a word that is not in quotes? */
static int uci_end(char c)
{
	return (u8)c <= ' ' || c == ';' || c == '#';
}

/*
 * Put the word that begins at u->at together at @to, which is there or before it, and go on
 * behind it; or, with @step 0 in place of 1, do none of that. Returns where its NUL belongs,
 * NULL if a quote does not end.
 */
static char *uci_word(struct uci *u, char *to, unsigned int step)
{
	char *from = u->at;
	char quote = '\0';
	char c;

	for (; (c = *from); from++) {
		if (c == '\\' && quote != '\'') {
			from++;
			from += from[0] == '\r' && from[1] == '\n';
			c = *from;
			if (!c)
				break;
			if (c == '\n') {
				u->lines += step;
				continue;
			}
		} else if (c == quote) {
			quote = '\0';
			continue;
		} else if (!quote) {
			if (uci_end(c))
				break;
			if (c == '\'' || c == '"') {
				quote = c;
				continue;
			}
		}
		if (c == '\n')
			u->lines += step;
		*to = c;
		to += step;
	}
	if (step)
		u->at = from;
	return quote ? NULL : to;
}

/**
 * uci_next() - the next section or option of a configuration file
 * @u: where to read
 *
 * Words and quotes are those of libuci, which refuses the whole file for what is one line of
 * -EINVAL here. Words are put together in place, which never needs more room than they had; where
 * a quote does not end nothing is moved, so that the next line can be read as it was.
 *
 * Return: enum uci_kind; UCI_END at the end; -EINVAL for a command that makes no sense, after
 * which the next one may be asked for.
 */
int uci_next(struct uci *u)
{
	unsigned int count;
	unsigned int kind;
	char *to;

again:
	to = u->at;
	count = 0;
	u->value = (char *)"";
	for (;;) {
		char c = *u->at;

		if (!uci_end(c)) {
			char none;

			u->line = u->lines + 1;
			if (!uci_word(u, &none, 0)) {
				u->at = (char *)line_next(u->at);
				u->lines++;
				return -EINVAL;
			}
			if (count)
				to++;
			u->word[count++ % ARRAY_SIZE(u->word)] = to;
			to = uci_word(u, to, 1);
			continue;
		}
		*to = '\0';
		if (!c)
			break;
		u->at++;
		while (c == '#' && *u->at && *u->at != '\n')
			u->at++;
		u->lines += c == '\n';
		if (count && (c == ';' || c == '\n'))
			break;
	}
	if (!count)
		return UCI_END;
	if (count < 2 || count > 3 || !*u->name)
		return -EINVAL;
	kind = words_index("package\0p\0config\0c\0option\0o\0list\0l\0", u->command) / 2;
	if (!kind)
		goto again;
	return kind > UCI_LIST ? -EINVAL : (int)kind;
}
