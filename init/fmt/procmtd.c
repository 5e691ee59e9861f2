// SPDX-License-Identifier: GPL-2.0-only
#include "fmt.h"

#define INDEX	3	/* where the number stands in a line */
#define SIZES	21	/* from its end to the name, if the size fits 32 bits */

/**
 * procmtd_find() - find an MTD device by its name
 * @text: /proc/mtd, NUL at its end
 * @name: the name, the whole of it; not empty
 * @mtd: what the first line with that name says
 *
 * A line is `mtd3: 00370000 00010000 "firmware"` (drivers/mtd/mtdcore.c, mtd_proc_show,
 * "mtd%d: %8.8llx %8.8x "). Devices of 4 GiB and more, and those without erase blocks
 * (RAM), are passed over. Numbers are read where the name is right only: all lines'
 * took half of the time that knit needed for itself in a boot.
 *
 * Return: 0, or -ENODEV.
 */
int procmtd_find(const char *text, const char *name, struct mtd *mtd)
{
	const char *line = text;

	while (*text) {
		char c = *text++;
		const char *end = c == '"' ? after(text, name) : NULL;

		if (c == '\n')
			line = text;
		if (end && *end == '"') {
			const char *at = number(line + INDEX, 10, &mtd->index);

			if (at + SIZES != text)
				continue;
			at = number(at + 2, 16, &mtd->size);
			number(at + 1, 16, &mtd->erasesize);
			if (mtd->erasesize)
				return 0;
		}
	}
	return -ENODEV;
}
