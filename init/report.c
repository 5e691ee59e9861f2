// SPDX-License-Identifier: GPL-2.0-only
#include "knit.h"

/**
 * path_() - put a path together in b->path; called as path(b, ...)
 * @s: its first part
 * @...: more of them, then NULL
 *
 * Return: the path. Only the kernel's names and our own end up here, which fit.
 */
const char *path_(const char *s, ...)
{
	char *at = boot.path;
	va_list list;

	va_start(list, s);
	for (; s; s = va_arg(list, const char *))
		at = join(at, boot.path + sizeof(boot.path), s, NULL);
	va_end(list);
	return boot.path;
}

/**
 * say_() - append to the message of the running stage; called as say(b, ...)
 * @s: what
 * @...: more of it, then NULL
 */
void say_(const char *s, ...)
{
	va_list list;

	va_start(list, s);
	for (; s; s = va_arg(list, const char *))
		boot.at = join(boot.at, boot.line + sizeof(boot.line) - 1, s, NULL);
	va_end(list);
}

/* The end of the next of four places for a number. */
static char *number_end(void)
{
	unsigned int n = boot.turn++ % ARRAY_SIZE(boot.number);
	char *s = boot.number[n] + sizeof(boot.number[n]) - 1;

	*s = '\0';
	return s;
}

/**
 * dec_() - a number for a message; called as dec(b, n)
 * @n: the number, below 2^32
 *
 * Return: its decimal digits, good until the fourth call from now.
 */
const char *dec_(u32 n)
{
	char *s = number_end();
	u32 tenth;

	do {
		tenth = (u64)n * 0xcccccccd >> 35;	/* n / 10, without libgcc */
		*--s = '0' + n - 10 * tenth;
		n = tenth;
	} while (n);
	return s;
}

/**
 * hex_() - the same, hexadecimal; called as hex(b, n)
 * @n: the number
 *
 * Return: its digits, without 0x.
 */
const char *hex_(u32 n)
{
	char *s = number_end();

	do {
		*--s = "0123456789abcdef"[n % 16];
		n /= 16;
	} while (n);
	return s;
}

#define LEVEL	1	/* place of the digit in "<5>knit: " */
#define PREFIX	9	/* length of all that */

/**
 * unsay_() - drop what was said of the running stage, since it turned out otherwise
 *
 * Called as unsay(b).
 */
void unsay_(void)
{
	boot.at = boot.text_at;
	*boot.at = '\0';
}

/**
 * report_error() - append what was tried, and why it failed
 * @b: the boot
 * @err: a negative errno
 */
void report_error(struct boot *b, int err)
{
#ifdef CONFIG_KNIT_WORDS
	say(b, b->at == b->text_at ? "" : ", ", b->step, ": ", NULL);
#endif
	say(b, errno_text(b, err), NULL);
}

/**
 * report_stage() - begin the message of a stage
 * @b: the boot; what was said and not reported is dropped
 * @stage: its name
 */
void report_stage(struct boot *b, const char *stage)
{
	b->at = b->line;
	say(b, "<5>knit: ", stage, ": ", NULL);
	b->text_at = b->at;
}

/**
 * line_write() - write the message as it is by now, without its level
 * @b: the boot
 * @fd: where to
 */
void line_write(struct boot *b, int fd)
{
	text_write(fd, b->line + LEVEL_LENGTH);
}

/**
 * report() - say how the running stage went; the one voice that knit has
 * @b: the boot; what say() has put together is the message, and is used up
 * @err: 0, or a negative errno: then b->step tells what failed
 *
 * The kernel's log is the one place from where a message reaches each console, dmesg and
 * a remote log. It is opened anew for every line, since what comes behind the tenth within
 * five seconds is dropped (kernel/printk, devkmsg_write).
 */
void report(struct boot *b, int err)
{
	if (err) {
		b->line[LEVEL] = '3';
		report_error(b, err);
		join(b->reason, b->reason + sizeof(b->reason), b->line + PREFIX, NULL);
	}
	log_add(b, b->line + PREFIX, err);
	if (IS_ENABLED(CONFIG_KNIT_NETMSG_ALL))
		net_tell(b, b->line + LEVEL_LENGTH);
	b->at[0] = '\n';
	b->at[1] = '\0';
	if (file_write("/dev/kmsg", b->line) < 0)
		line_write(b, 2);
	b->line[LEVEL] = '5';
	unsay(b);
}
