// SPDX-License-Identifier: GPL-2.0-only
#include "knit.h"

/**
 * join() - append strings to a text
 * @at: where its terminating NUL is to go next
 * @end: the end of its buffer
 * @...: the strings, then NULL
 *
 * Return: the new end of the text, always terminated; @end - 1 means that it did
 * not fit.
 */
char *join(char *at, const char *end, ...)
{
	const char *s;
	va_list list;

	va_start(list, end);
	while ((s = va_arg(list, const char *)))
		while (*s && at < end - 1)
			*at++ = *s++;
	va_end(list);
	*at = '\0';
	return at;
}

/**
 * say() - append to the message of the running stage
 * @b: the boot
 * @...: strings, then NULL
 */
void say(struct boot *b, ...)
{
	const char *s;
	va_list list;

	va_start(list, b);
	while ((s = va_arg(list, const char *)))
		b->at = join(b->at, b->line + sizeof(b->line), s, NULL);
	va_end(list);
}

/* The end of the next of four places for a number. */
static char *number_end(struct boot *b)
{
	char *s = b->number[b->turn++ % ARRAY_SIZE(b->number)] + sizeof(b->number[0]) - 1;

	*s = '\0';
	return s;
}

/**
 * dec() - a number for a message
 * @b: the boot, which has room for four
 * @n: the number, below 2^32
 *
 * Return: its decimal digits, good until the fourth call from now.
 */
const char *dec(struct boot *b, u32 n)
{
	char *s = number_end(b);
	u32 tenth;

	do {
		tenth = (u64)n * 0xcccccccd >> 35;	/* n / 10, without libgcc */
		*--s = '0' + n - 10 * tenth;
		n = tenth;
	} while (n);
	return s;
}

/**
 * hex() - the same, hexadecimal
 * @b: the boot
 * @n: the number
 *
 * Return: its digits, without 0x.
 */
const char *hex(struct boot *b, u32 n)
{
	char *s = number_end(b);

	do {
		*--s = "0123456789abcdef"[n % 16];
		n /= 16;
	} while (n);
	return s;
}

#define PREFIX	9	/* strlen("<5>knit: ") */

/*
 * The kernel's log is the one place from where a message reaches each console,
 * dmesg and a remote log. It is opened anew for each line, since the kernel lets
 * ten lines pass per open file and drops the rest (kernel/printk, devkmsg_write).
 */
static void tell(const char *line, size_t len)
{
	int fd = file_open("/dev/kmsg", O_WRONLY);

	if (fd < 0)
		fd = 2;
	if (fd == 2)
		line += 3;	/* "<5>" is for the kernel */
	sys_write(fd, line, fd == 2 ? len - 3 : len);
	if (fd != 2)
		sys_close(fd);
}

/**
 * report() - say how a stage went; the one voice that knit has
 * @b: the boot; what say() has put together is the message, and is used up
 * @stage: its name
 * @err: 0, or a negative errno: then boot->step tells what failed
 */
void report(struct boot *b, const char *stage, int err)
{
	char line[KNIT_LINE_MAX];
	const char *end = line + sizeof(line) - 1;
	char *at = join(line, end, err ? "<3>knit: " : "<5>knit: ", stage, ": ",
			b->line, NULL);

	if (err) {
		at = join(at, end, b->at == b->line ? "" : ", ", b->step, ": ",
			  errno_text(b, err), NULL);
		join(b->reason, b->reason + sizeof(b->reason), line + PREFIX, NULL);
	}
	log_add(b, line + PREFIX, err);
	*at++ = '\n';
	tell(line, at - line);
	b->at = b->line;
	*b->at = '\0';
}
