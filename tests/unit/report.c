// SPDX-License-Identifier: GPL-2.0-only
/* report.c, log.c and errno.c, with the calls that they make answered here. */
#include "../../init/fmt/fmt.h"
#include "tap.h"

struct boot boot;

#define b boot
static char told[2 * KNIT_LINE_MAX];
static int kmsg;		/* descriptor of /dev/kmsg, or a negative errno */
static int told_to;
static u32 now;
static char made[KNIT_LOG_MAX];

int text_write(int fd, const char *text)
{
	memcpy(told, text, strlen(text) + 1);
	told_to = fd;
	return strlen(text);
}

int file_put(const char *path, const char *text, int flags)
{
	if (flags != O_WRONLY)
		return strlen(memcpy(made, text, strlen(text) + 1));
	if (strcmp(path, "/dev/kmsg"))
		return -ENOENT;
	return kmsg < 0 ? kmsg : text_write(kmsg, text);
}

int dir_make(const char *path)
{
	(void)path;
	return 0;
}

u32 uptime_us(void)
{
	return now;
}

static void joins(void)
{
	char *buf = malloc(8);
	char *at = join(buf, buf + 8, "abc", "", "de", NULL);

	tap_text(buf, "abcde", "strings are joined");
	tap_long(at - buf, 5, "  and their end is told");
	at = join(at, buf + 8, "fg", NULL);
	tap_text(buf, "abcdefg", "up to the last byte");
	tap_long(at - buf, 7, "  which end - 1 tells");
	at = join(at, buf + 8, "h", NULL);
	tap_text(buf, "abcdefg", "and no further");
	at = join(buf, buf + 8, "0123456789", "abc", NULL);
	tap_text(buf, "0123456", "a long one is cut off");
	at = join(buf, buf + 8, NULL);
	tap_text(buf, "", "nothing is an empty text");
	tap_long(at - buf, 0, "  of no length");
	at = join(buf, buf + 1, "x", NULL);
	tap_text(buf, "", "room for the NUL alone");
	free(buf);
}

static void decimals(void)
{
	const char *one, *four;
	int wrong = 0;
	char want[12];
	u32 n = 1;
	int i;

	tap_text(dec(&b, 0), "0", "0");
	tap_text(dec(&b, 4294967295u), "4294967295", "2^32 - 1");
	tap_text(hex(&b, 0), "0", "0, hexadecimal");
	tap_text(hex(&b, 0xffffffff), "ffffffff", "2^32 - 1, hexadecimal");
	tap_text(hex(&b, 0x2a0000), "2a0000", "no 0x, no zeroes");
	for (i = 0; i < 200000; i++) {
		n = n * 1664525 + 1013904223;
		snprintf(want, sizeof(want), "%u", n >> (i % 32));
		wrong += !!strcmp(dec(&b, n >> (i % 32)), want);
	}
	tap_long(wrong, 0, "200,000 numbers as printf has them");
	one = dec(&b, 1);
	dec(&b, 2);
	hex(&b, 3);
	four = dec(&b, 4);
	tap_text(one, "1", "the first of four is still there");
	tap_text(four, "4", "  and the fourth");
}

static void paths(void)
{
	static char longest[2 * KNIT_PATH_MAX];

	tap_text(path(&b, "/dev/", "mtd", dec(&b, 3), NULL), "/dev/mtd3", "a path");
	tap_text(path(&b, b.path, "x", NULL), "/dev/mtd3x", "  that goes on");
	memset(longest, 'p', sizeof(longest) - 1);
	tap_long(strlen(path(&b, longest, NULL)), KNIT_PATH_MAX - 1, "a long one is cut off");
}

static void says(void)
{
	int i;

	report_stage(&b, "flash");
	say(&b, "squashfs at 0x", hex(&b, 0x2a0000), ", ", dec(&b, 880), " KiB", NULL);
	tap_text(b.text_at, "squashfs at 0x2a0000, 880 KiB", "a message is put together");
	say(&b, "!", NULL);
	tap_text(b.text_at, "squashfs at 0x2a0000, 880 KiB!", "  in several steps");
	for (i = 0; i < 100; i++)
		say(&b, "0123456789", NULL);
	tap(strlen(b.line) < KNIT_LINE_MAX, "it is cut off where the line ends");
}

static void reports(void)
{
	kmsg = 7;
	report_stage(&b, "flash");
	b.step = "mounting";
	say(&b, "hello", NULL);
	report(&b, 0);
	tap_text(told, "<5>knit: flash: hello\n", "success, in the kernel's log");
	tap_long(told_to, 7, "  there");
	tap_text(b.reason, "", "  and is no reason for failsafe");
	tap_text(b.text_at, "", "  and the message is used up");
	report(&b, -EIO);
	tap_text(told, "<3>knit: flash: mounting: cannot be read\n", "a failure, in words");
	tap_text(b.reason, "flash: mounting: cannot be read", "  is the reason");
	say(&b, "again", NULL);
	report(&b, 0);
	tap_text(told, "<5>knit: flash: again\n", "  success is no failure then");
	report_stage(&b, "overlay");
	say(&b, "half", NULL);
	report(&b, -4095);
	tap_text(told, "<3>knit: overlay: half, mounting: 4095\n", "an errno without words");
	kmsg = -ENOENT;
	report_stage(&b, "overlay");
	report(&b, -EIO);
	tap_text(told, "knit: overlay: mounting: cannot be read\n", "no log: the console");
	tap_long(told_to, 2, "  that is descriptor 2");
}

static void too_long(void)
{
	static char step[2 * KNIT_LINE_MAX];
	int i;

	memset(step, 's', sizeof(step) - 1);
	kmsg = 7;
	report_stage(&b, "flash");
	b.step = step;
	report(&b, -EIO);
	tap(strlen(told) < KNIT_LINE_MAX, "a failure that is too long is cut off");
	tap_long(told[strlen(told) - 1], '\n', "  but ends its line");
	tap(strlen(b.reason) < sizeof(b.reason), "  and so is the reason");
	for (i = 0; i < 100; i++)
		say(&b, "0123456789", NULL);
	report(&b, -EIO);
	tap_long(told[strlen(told) - 1], '\n', "with a full message as well");
	report_stage(&b, step);
	report(&b, -EIO);
	tap_long(told[strlen(told) - 1], '\n', "a stage's name that is too long");
}

static void logs(void)
{
	const char *log = b.log;
	int i;

	b.logged = 0;
	b.since = 1000;
	now = 3500;
	log_add(&b, "early:", 0);
	tap(!strncmp(log, "ok 2500 us early:\n", b.logged), "a line of the log");
	now = 200;		/* 71 minutes have passed */
	b.since = 0xffffff00;
	log_add(&b, "x", -EIO);
	tap_text(b.log + 18, "failed 456 us x\n", "the clock has wrapped");
	for (i = 0; i < 1000; i++)
		log_add(&b, "a line of this length or so", 0);
	tap(b.logged < KNIT_LOG_MAX, "the log does not overflow");
	tap(b.log[b.logged - 1] == '\n', "  what does not fit is left out whole");
	log_write(&b);
	tap_long(strlen(made), b.logged, "  nor is half of it written");
}

int main(void)
{
	joins();
	decimals();
	paths();
	says();
	reports();
	too_long();
	logs();
	return tap_done();
}
