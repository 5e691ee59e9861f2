/* SPDX-License-Identifier: GPL-2.0-only */
/* Test Anything Protocol, for prove(1): one line for each thing that is checked. */
#ifndef KNIT_TEST_TAP_H
#define KNIT_TEST_TAP_H

static int tap_count;
static int tap_failed;

static inline void tap(int good, const char *what)
{
	printf("%sok %d - %s\n", good ? "" : "not ", ++tap_count, what);
	tap_failed += !good;
}

static inline void tap_long(long long got, long long want, const char *what)
{
	tap(got == want, what);
	if (got != want)
		printf("# got %lld (0x%llx), want %lld (0x%llx)\n", got, got, want, want);
}

static inline void tap_text(const char *got, const char *want, const char *what)
{
	int same = got && want ? !strcmp(got, want) : got == want;

	tap(same, what);
	if (!same)
		printf("# got \"%s\", want \"%s\"\n", got ? got : "(null)",
		       want ? want : "(null)");
}

/* The plan comes last, so a program that dies half way has none and has failed. */
static inline int tap_done(void)
{
	printf("1..%d\n", tap_count);
	return !!tap_failed;
}

/**
 * exactly() - bytes with nothing behind them
 * @from: the bytes
 * @len: how many
 *
 * Return: a copy in memory of just this size, so that the sanitizer sees each
 * byte that is read too many. It is never freed.
 */
static inline void *exactly(const void *from, size_t len)
{
	void *to = malloc(len ? len : 1);

	if (!to)
		abort();
	return memcpy(to, from, len);
}

static inline char *text(const char *s)
{
	return exactly(s, strlen(s) + 1);
}

#endif /* KNIT_TEST_TAP_H */
