// SPDX-License-Identifier: GPL-2.0-only
#include "fmt.h"

/**
 * procmtd_find() - find an MTD device by its name
 * @text: /proc/mtd, NUL at its end
 * @name: the name, the whole of it
 * @mtd: what the first line with that name says
 *
 * A line is `mtd3: 00370000 00010000 "firmware"` (drivers/mtd/mtdcore.c,
 * mtd_proc_show): one decimal number, then hexadecimal ones. Of a size from 4 GiB on,
 * the low 32 bits are taken.
 *
 * Return: 0, or -ENODEV.
 */
int procmtd_find(const char *text, const char *name, struct mtd *mtd)
{
	size_t len = strlen(name);
	u32 field[4];		/* index, size, erasesize, and whatever else */
	unsigned int n;

	for (n = 0; *text; text++) {
		const char *end = number(text, n ? 16 : 10, &field[n]);

		if (end != text) {
			text = end - 1;
			n += n < 3;
		} else if (*text == '\n') {
			n = 0;
		} else if (*text == '"' && n == 3 && !strncmp(text + 1, name, len) &&
			   text[len + 1] == '"') {
			mtd->index = field[0];
			mtd->size = field[1];
			mtd->erasesize = field[2];
			return 0;
		}
	}
	return -ENODEV;
}
