// SPDX-License-Identifier: GPL-2.0-only
#include "../fmt/fmt.h"

#define UBI_DIR		"/sys/class/ubi"
#define NAME_MAX_UBI	130	/* UBI_MAX_VOLUME_NAME is 127, then \n and NUL */

/* Is this ubiX_Y the volume b->want? */
static int ubi_is(struct boot *b, const char *dir, const char *name)
{
	size_t len = strlen(b->want);

	path(b, dir, "/", name, "/name", NULL);
	if (file_read(b->path, b->text, NAME_MAX_UBI) <= 0 ||
	    strncmp(b->text, b->want, len) || b->text[len] != '\n')
		return 0;
	path(b, "/dev/", name, NULL);
	return 1;
}

/**
 * ubi_find() - find a UBI volume by its name
 * @b: the boot; b->path becomes its node
 * @name: the name
 *
 * Return: 0, or -ENODEV.
 */
int ubi_find(struct boot *b, const char *name)
{
	b->want = name;
	return dir_each(b, UBI_DIR, ubi_is) == 1 ? 0 : -ENODEV;
}
