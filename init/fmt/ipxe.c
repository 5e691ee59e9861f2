// SPDX-License-Identifier: GPL-2.0-only
/*
 * The scripts of iPXE (https://ipxe.org/scripting), as far as one boots a machine. What is to
 * be done is left to the caller, who calls again and tells how it went.
 */
#include "fmt.h"

#define IPXE_MAGIC	"#!ipxe"

/* A NUL behind each; ipxe_commands[] has the same order. What is done when we come is nothing. */
static const char ipxe_names[] =
	"set\0clear\0isset\0iseq\0goto\0exit\0echo\0chain\0kernel\0imgselect\0imgargs\0"
	"initrd\0module\0imgfetch\0fdt\0boot\0imgexec\0imgfree\0sleep\0reboot\0shell\0"
	"dhcp\0ifopen\0ifconf\0imgstat\0";

static const u8 ipxe_commands[] = {
	IPXE_SET, IPXE_CLEAR, IPXE_ISSET, IPXE_ISEQ, IPXE_GOTO, IPXE_END, IPXE_ECHO, IPXE_CHAIN,
	IPXE_KERNEL, IPXE_KERNEL, IPXE_ARGS,
	IPXE_INITRD, IPXE_INITRD, IPXE_INITRD, IPXE_FDT, IPXE_BOOT, IPXE_BOOT, IPXE_FREE,
	IPXE_SLEEP, IPXE_REBOOT, IPXE_SHELL,
	IPXE_NOTHING, IPXE_NOTHING, IPXE_NOTHING, IPXE_NOTHING,
};

/* Options that have a value behind them. */
static const char ipxe_valued[] = "-n\0--name\0-t\0--timeout\0";

/* A blank that does not end the line; a line may go on behind a backslash. */
static u32 is_blank(const char *s)
{
	if (*s == ' ' || *s == '\t' || *s == '\r')
		return 1;
	if (*s != '\\')
		return 0;
	return s[1] == '\n' ? 2 : s[1] == '\r' && s[2] == '\n' ? 3 : 0;
}

static const char *blanks(const char *s)
{
	u32 n;

	while ((n = is_blank(s)))
		s += n;
	return s;
}

static const char *word_end(const char *s)
{
	while (*s && *s != '\n' && !is_blank(s))
		s++;
	return s;
}

/* Is there a || or && ? */
static int connects(const char *s)
{
	return (*s == '|' || *s == '&') && s[1] == *s && word_end(s) == s + 2;
}

/*
 * Read a command up to the end of its line, or to what connects it with the next one.
 * Return: that place; NULL if it is too long.
 */
static const char *ipxe_read(struct ipxe *x, const char *s)
{
	const char *end = x->line + sizeof(x->line);
	char *at = x->line;
	unsigned int n = 0;

	for (s = blanks(s); *s && *s != '\n' && *s != '#' && !connects(s); s = blanks(s)) {
		const char *next = word_end(s);

		if (at != x->line)
			at = join(at, end, " ", NULL);
		if (n < IPXE_WORDS)
			x->word[n++] = at;
		at = vars_expand(x->vars, s, next, at, end);
		s = next;
	}
	*at = '\0';
	while (n < IPXE_WORDS)
		x->word[n++] = at;
	if (*s == '#')
		while (*s && *s != '\n')
			s++;
	return at == end - 1 ? NULL : s;
}

/* Make a word end where the next one begins. */
static void word_close(struct ipxe *x, unsigned int n)
{
	char *next = x->word[n + 1];

	if (next > x->word[n] && next[-1] == ' ')
		next[-1] = '\0';
}

static int label_go(struct ipxe *x, const char *label)
{
	const char *s;

	for (s = x->now.script; *s; s = line_next(s)) {
		const char *rest;

		if (*blanks(s) != ':')
			continue;
		rest = after(blanks(s) + 1, label);
		if (rest && *label && word_end(rest) == rest) {
			while (*rest && *rest != '\n')
				rest++;
			x->now.at = rest;
			return 0;
		}
	}
	return -ENOENT;
}

/* What needs nobody but us. */
static int ipxe_own(struct ipxe *x, int what)
{
	word_close(x, 1);
	switch (what) {
	case IPXE_SET:
		return vars_set(x->vars, x->word[1], x->word[2]);
	case IPXE_CLEAR:
		return vars_set(x->vars, x->word[1], "");
	case IPXE_ISSET:
		return *x->word[1] ? 0 : -ENOENT;
	case IPXE_ISEQ:
		word_close(x, 2);
		return strcmp(x->word[1], x->word[2]) ? -EINVAL : 0;
	case IPXE_GOTO:
		return label_go(x, x->word[1]);
	default:
		return 0;
	}
}

/*
 * Behind a command: the next one of its line, as its connection asks for, or the next line.
 * Return: 1 if the line has ended.
 */
static int connection(struct ipxe *x)
{
	const char *s = x->now.at;

	if (*s == '|' || *s == '&') {
		x->skip = (*s == '|') == !x->err;
		x->now.at = s + 2;
		return 0;
	}
	x->skip = 0;
	x->now.at = *s ? s + 1 : s;
	return 1;
}

/**
 * ipxe_is() - is it a script?
 * @text: the beginning of a file, a NUL behind it
 *
 * Return: whether it is.
 */
int ipxe_is(const char *text)
{
	const char *rest = after(text, IPXE_MAGIC);

	return rest && word_end(rest) == rest;
}

/**
 * ipxe_begin() - begin a script
 * @x: its variables stay as they are, and so does the count of the steps
 * @script: its text, a NUL behind it
 */
void ipxe_begin(struct ipxe *x, const char *script)
{
	x->now.script = script;
	x->now.at = script;
	x->fresh = 1;
	x->skip = 0;
}

/**
 * ipxe_words() - the words of a command, without its options
 * @x: the command
 *
 * Return: the first word; it is closed, what follows it is one text.
 */
char **ipxe_words(struct ipxe *x)
{
	unsigned int n = 1;

	while (n < IPXE_WORDS - 2 && x->word[n][0] == '-') {
		word_close(x, n);
		n += words_index(ipxe_valued, x->word[n]) < 4 ? 2 : 1;
	}
	if (n > IPXE_WORDS - 2)
		n = IPXE_WORDS - 2;
	word_close(x, n);
	return x->word + n;
}

/* A label is no command, and nothing always succeeds: `chain x ||` may fail. */
static int ipxe_what(struct ipxe *x)
{
	unsigned int n;

	if (!*x->word[0] || *x->word[0] == ':')
		return IPXE_NOTHING;
	word_close(x, 0);
	n = words_index(ipxe_names, x->word[0]);
	return n < ARRAY_SIZE(ipxe_commands) ? ipxe_commands[n] : -ENOEXEC;
}

/**
 * ipxe_step() - go on with a script until there is something to do
 * @x: the script
 * @err: how what was to be done went: 0, or a negative errno
 *
 * A line that fails ends the script, as with iPXE.
 *
 * Return: what is to be done, enum ipxe_do; or a negative errno, why the script has ended:
 * -ENOEXEC for a command that is not known, -E2BIG for one that is too long, -ETIMEDOUT for a
 * script that seems to have no end.
 */
int ipxe_step(struct ipxe *x, int err)
{
	x->err = err;
	while (x->steps++ < IPXE_STEPS) {
		int what;

		if (!x->fresh && connection(x) && x->err)
			return x->err;
		x->fresh = 0;
		if (!*x->now.at)
			return IPXE_END;
		x->now.at = ipxe_read(x, x->now.at);
		if (!x->now.at)
			return -E2BIG;
		if (x->skip)
			continue;
		what = ipxe_what(x);
		if (what < 0 || what >= IPXE_END)
			return what;
		x->err = ipxe_own(x, what);
	}
	return -ETIMEDOUT;
}
