// SPDX-License-Identifier: GPL-2.0-only
#include "knit.h"

#define DIR_CHUNK	960	/* bytes of entries at a time */

/**
 * dir_each() - call a function for each entry of a directory
 * @b: the boot
 * @path: the directory
 * @each: gets the directory's path and the entry's name; anything but 0 ends the
 *        search
 *
 * Return: what @each returned last, 0 if there is no entry, or no directory.
 */
int dir_each(struct boot *b, const char *path,
	     int (*each)(struct boot *b, const char *dir, const char *name))
{
	char buf[DIR_CHUNK] __attribute__((aligned(8)));
	int fd = file_open(path, O_RDONLY);
	int err = 0;
	int n;

	while (!err && (n = sys_getdents64(fd, (void *)buf, sizeof(buf))) > 0) {
		struct dirent64 *d = (void *)buf;

		for (; !err && (char *)d < buf + n; d = (void *)((char *)d + d->reclen))
			if (!is_dots(d->name))
				err = each(b, path, d->name);
	}
	sys_close(fd);
	return err;
}

/**
 * folders_make() - make each folder on the way to a path
 * @path: the path; its last part is left alone
 */
void folders_make(char *path)
{
	char *s;

	for (s = path + 1; *s; s++) {
		if (*s != '/')
			continue;
		*s = '\0';
		sys_mkdir(path, 0755);
		*s = '/';
	}
}
