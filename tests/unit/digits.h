/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef KNIT_TEST_DIGITS_H
#define KNIT_TEST_DIGITS_H

/* init/report.c's */
const char *dec_(u32 n)
{
	static char digits[8][12];
	static unsigned int turn;
	char *s = digits[turn++ % 8];

	snprintf(s, sizeof(digits[0]), "%u", n);
	return s;
}

#endif /* KNIT_TEST_DIGITS_H */
