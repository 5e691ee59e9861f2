// SPDX-License-Identifier: GPL-2.0-only
#include "fmt.h"

#define SKIPPED	3	/* blanks from the parent's number to the mount point */

/**
 * mountinfo_get() - what a line of /proc/self/mountinfo says
 * @line: the line: `36 35 98:0 / /mnt rw,noatime - ext3 /dev/root rw` (fs/proc_namespace.c,
 *        show_mountinfo)
 * @id: the mount's number
 * @parent: the number of the mount that it is mounted on
 *
 * Return: where it is mounted, with a blank behind it, and blanks within as \040; the end
 * of the line if it has no such word.
 */
const char *mountinfo_get(const char *line, u32 *id, u32 *parent)
{
	const char *s = number(line, 10, id);
	unsigned int n;

	s = number(s + (*s == ' '), 10, parent);
	for (n = 0; n < SKIPPED && *s && *s != '\n'; s++)
		n += *s == ' ';
	return s;
}
