// SPDX-License-Identifier: GPL-2.0-only
/* The file systems that are marked: the real init finds them mounted. */
#include "../fmt/fmt.h"

/* A folder that is open, as a path: "/proc/self/fd/" and a number */
#define FD_PATH		25

/*
 * Open a folder of a root that is not yet the root, where a link leads to what it will lead to
 * there: so knit goes there and back. It is made if it is missing, but not in the ROM.
 *
 * Return: the descriptor, or a negative errno; @at becomes its path.
 */
static int folder_open(struct boot *b, const char *root, char *folder, char *at)
{
	int here = file_open("/", O_PATH);
	int err;

	*at = '\0';
	if (here < 0)
		return here;
	err = sys_chdir(root);
	if (!err)
		err = sys_chroot(".");
	if (!err && root == b->root) {
		folders_make(folder);
		sys_mkdir(folder, 0755);
	}
	if (!err)
		err = file_open(folder, O_PATH | O_DIRECTORY);
	sys_fchdir(here);
	sys_chroot(".");
	sys_close(here);
	join(at, at + FD_PATH, "/proc/self/fd/", dec(b, err), NULL);
	return err;
}

static int entry_put(struct boot *b, const struct fstab_entry *e)
{
	char target[FD_PATH];
	char rom[FD_PATH];
	int fd = folder_open(b, b->root, e->target, target);
	int rom_fd;
	int err = 0;

	try(b, e->target);
	if (fd < 0)
		return fd;
	rom_fd = folder_open(b, b->rom, e->target, rom);
	/* what a hook has mounted stays; what one had mounted in the ROM comes along */
	if (!mounted_on(target) && sys_mount(rom, target, NULL, MS_MOVE, NULL))
		err = entry_mount(b, e, target);
	sys_close(rom_fd);
	sys_close(fd);
	return err;
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
