// SPDX-License-Identifier: GPL-2.0-only
#include "fmt.h"

/* "00370000": drivers/mtd/mtdcore.c prints sizes with %8.8llx, so 4 GiB and more are longer. */
#define SIZE_DIGITS	8

/**
 * procmtd_line() - take one line of /proc/mtd apart
 * @line: `mtd3: 00370000 00010000 "firmware"`
 * @mtd: what it says
 *
 * Return: the name, from behind its opening quote; NULL if the line is another
 * or the device is too large for 32 bits.
 */
static const char *procmtd_line(const char *line, struct mtd *mtd)
{
	const char *s;

	if (line[0] != 'm' || line[1] != 't' || line[2] != 'd')
		return NULL;
	s = number(line + 3, 10, &mtd->index);
	if (*s++ != ':' || *s++ != ' ')
		return NULL;
	line = s;
	s = number(line, 16, &mtd->size);
	if (s - line != SIZE_DIGITS || *s++ != ' ')
		return NULL;
	s = number(s, 16, &mtd->erasesize);
	if (*s++ != ' ' || *s++ != '"' || !mtd->erasesize)
		return NULL;
	return s;
}

/**
 * procmtd_find() - find an MTD device by its name
 * @text: /proc/mtd, NUL at its end
 * @name: the name, the whole of it
 * @mtd: what the first line with that name says
 *
 * Return: 0, or -ENODEV.
 */
int procmtd_find(const char *text, const char *name, struct mtd *mtd)
{
	size_t len = strlen(name);

	while (*text) {
		const char *s = procmtd_line(text, mtd);

		if (s && !strncmp(s, name, len) && s[len] == '"')
			return 0;
		while (*text && *text++ != '\n')
			;
	}
	return -ENODEV;
}
