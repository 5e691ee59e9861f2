// SPDX-License-Identifier: GPL-2.0-only
#include "fmt.h"

#define SIZE_DIGITS 8	/* as many as 32 bits have */

/* Is this @name in quotes? */
static int quoted(const char *text, const char *name)
{
	const char *end = *text == '"' ? after(text + 1, name) : NULL;

	return end && *end == '"';
}

/**
 * procmtd_find() - find an MTD device by its name
 * @text: /proc/mtd, NUL at its end
 * @name: the name, the whole of it
 * @mtd: what the first line with that name says
 *
 * A line is `mtd3: 00370000 00010000 "firmware"` (drivers/mtd/mtdcore.c,
 * mtd_proc_show): one decimal number, then hexadecimal ones. Devices of 4 GiB and more,
 * and those without erase blocks (RAM), are passed over.
 *
 * Return: 0, or -ENODEV.
 */
int procmtd_find(const char *text, const char *name, struct mtd *mtd)
{
	u32 *field = &mtd->index;
	unsigned int n;

	for (n = 0; *text; text++) {
		const char *end = number(text, n ? 16 : 10, &field[n]);

		if (end != text) {
			n = end - text > SIZE_DIGITS ? 0 : n + (n < 3);
			text = end - 1;
		} else if (*text == '\n') {
			n = 0;
		} else if (n == 3 && field[2] && quoted(text, name)) {
			return 0;
		}
	}
	return -ENODEV;
}
