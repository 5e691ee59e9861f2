// SPDX-License-Identifier: GPL-2.0-only
/* The file systems that are marked: the real init finds them mounted. */
#include "../fmt/fmt.h"

static int entry_put(struct boot *b, const struct fstab_entry *e)
{
	char target[KNIT_PATH_MAX];
	char *end = target + sizeof(target);

	try(b, e->target);
	if (join(target, end, b->root, e->target, NULL) == end - 1)
		return -ENAMETOOLONG;
	folders_make(target);
	sys_mkdir(target, 0755);
	/* what a hook has mounted stays; what one had mounted in the ROM comes along */
	if (mounted_on(target) ||
	    !sys_mount(path(b, b->rom, e->target, NULL), target, NULL, MS_MOVE, NULL))
		return 0;
	return entry_mount(b, e, target);
}

/**
 * stage_mounts() - mount what is marked to be there before init
 * @b: the boot
 *
 * In the order of their targets: what lies in another one comes after it.
 *
 * Each that fails is reported. Return: 0.
 */
int stage_mounts(struct boot *b)
{
	const struct fstab_entry *e;
	unsigned int mounted = 0;

	for (e = b->config.first; e; e = e->next) {
		int err;

		if (!e->target[1] || !strcmp(e->target, "/overlay"))
			continue;		/* the external root */
		err = entry_put(b, e);
		if (err)
			report(b, err);
		else
			mounted++;
	}
	if (mounted)
		say(b, dec(b, mounted), " mounted", NULL);
	return 0;
}
