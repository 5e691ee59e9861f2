// SPDX-License-Identifier: GPL-2.0-only
#include "knit.h"

#define DEPTH	64	/* folders within folders */
#define ENTRY	280	/* bytes of a struct dirent64 with the longest name */

/**
 * tree_walk() - call a function for all that lies in a folder, however deep
 * @b: b->text holds the entry's path, for up to TREE_PATH bytes; tree_twin() is free
 * @top: the folder
 * @each: gets the type, DT_…; called for a folder when it is entered, as DT_DIR, and when
 *        all in it was seen, as DT_UNKNOWN. Returns 0, 1 if the entry is gone now, so that
 *        its folder is read anew, or a negative errno, which ends the walk
 *
 * Return: 0, or a negative errno, with b->step.
 */
int tree_walk(struct boot *b, const char *top, int (*each)(struct boot *b, unsigned int type))
{
	struct dirent64 *d = (void *)(tree_twin(b) + TREE_PATH);
	char *end = join(b->text, b->text + TREE_PATH, top, NULL);
	int fds[DEPTH];
	int *fd = fds;
	int err = file_open(b->text, O_RDONLY | O_DIRECTORY);

	try(b, top);
	if (err < 0)
		return err;
	*fd = err;
	for (;;) {
		unsigned int type = DT_UNKNOWN;

		err = sys_getdents64(*fd, d, ENTRY);
		if (err > 0) {
			sys_lseek(*fd, d->off, 0);	/* the others come again */
			if (is_dots(d->name))
				continue;
			end = join(end, b->text + TREE_PATH, "/", d->name, NULL);
			type = d->type;
			err = end == b->text + TREE_PATH - 1 ? -E2BIG : 0;
		} else {
			sys_close(*fd--);
			if (err || fd < fds)
				break;
		}
		if (!err)
			err = each(b, type);
		if (!err && type == DT_DIR) {
			err = fd == fds + DEPTH - 1 ? -E2BIG :
			      file_open(b->text, O_RDONLY | O_DIRECTORY);
			if (err >= 0) {
				*++fd = err;
				continue;
			}
		}
		if (err < 0)
			break;
		if (err)
			sys_lseek(*fd, 0, 0);
		while (*--end != '/')
			;
		*end = '\0';
	}
	while (fd >= fds)
		sys_close(*fd--);
	return err;
}

/**
 * tree_delete() - delete an entry of a tree, see tree_walk()
 * @b: the entry
 * @type: its type
 *
 * Return: as tree_walk() wants it.
 */
int tree_delete(struct boot *b, unsigned int type)
{
	int err;

	if (type == DT_DIR)
		return 0;
	err = type == DT_UNKNOWN ? sys_rmdir(b->text) : sys_unlink(b->text);
	return err ? err : 1;
}
