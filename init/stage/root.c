// SPDX-License-Identifier: GPL-2.0-only
/* root= and its relatives, as the kernel obeys them without an initramfs. */
#include "../fmt/fmt.h"

#define ROOT_GRACE	5	/* seconds without rootwait: drivers may still be probing */
#define ROOT_WAIT_MAX	4000	/* seconds; uptime_us() turns over after 4,294 */
#define TYPE_MAX	32
#define TYPES_AT	(2 * KNIT_LOG_MAX)	/* in b->text, behind what waiting needs */

/* root=254:1, or fe01 as old boot loaders have it: a node of our own for it. */
static int root_number(struct boot *b, const char *root)
{
	u32 dev;
	const char *s = number(root, 16, &dev);

	if (*s == ':')
		s = device_number(root, &dev);
	if (*s || s == root)
		return -EINVAL;
	path(b, "/dev/root", NULL);	/* the kernel's own name for it */
	sys_unlink(b->path);
	return sys_mknod(b->path, S_IFBLK | 0600, dev);
}

/* Find what root= names, as it is now: b->path becomes its node. */
static int root_find(struct boot *b, const char *root)
{
	struct mtd mtd;
	int err;

	if (IS_ENABLED(CONFIG_KNIT_SLOTS) && after(root, "mtd:")) {
		err = mtd_laid_out(b, after(root, "mtd:"), &mtd);
		if (!err)
			mtd_block(b, &mtd);
		return err;
	}
	return probe_find(b, root_number(b, root) ? root : b->path);
}

/**
 * root_wait() - wait until what root= names is there
 * @b: the boot; b->path becomes its node. The first KNIT_LOG_MAX bytes of b->text are used
 * @root: what root= would name
 * @least: it is not looked for before that, us
 * @most: how long to wait, us
 *
 * Return: 0, or a negative errno.
 */
int root_wait(struct boot *b, const char *root, u32 least, u32 most)
{
	u32 since = uptime_us();
	int fd = uevent_open();
	int err;

	for (;;) {
		u32 waited = uptime_us() - since;

		err = waited < least ? -EAGAIN : root_find(b, root);
		if (!err || err == -EINVAL || waited >= most)
			break;
		uevent_wait(b, fd);
	}
	sys_close(fd);
	return err;
}

/*
 * One attempt, in a child; read-only if the device can be nothing else. A mount of
 * virtiofs is done before its server has answered; the first look at it waits for that.
 */
static int root_try(struct boot *b)
{
	int err = sys_mount(b->path, b->root, b->type, b->flags, b->options);

	if ((err == -EACCES || err == -EROFS) && !(b->flags & MS_RDONLY))
		err = sys_mount(b->path, b->root, b->type, b->flags | MS_RDONLY, b->options);
	if (!err)
		sys_chdir(b->root);
	return err;
}

/* Try the types of a list in turn, until one knows the device. */
static int root_types(struct boot *b, const char *types)
{
	char type[TYPE_MAX];
	int result = -EINVAL;

	b->type = type;
	while ((types = fstype_next(types, type, sizeof(type)))) {
		int err = child_run(b, root_try, CONFIG_KNIT_CHILD_TIMEOUT);

		if (!err) {
			say(b, type, " on ", b->path, NULL);
			return 0;
		}
		if (err != -EINVAL)
			result = err;
		if (err == -ETIMEDOUT)
			break;
	}
	return result;
}

static int root_mount(struct boot *b, const char *root)
{
	const char *types = option(b, "rootfstype=");
	char *known = b->text + TYPES_AT;
	int err;

	try(b, "/proc/filesystems");
	err = file_read("/proc/filesystems", known, KNIT_LOG_MAX);
	if (err < 0)
		return err;
	try(b, root);
	if (types && fstype_nodev(known, types)) {
		path(b, root, NULL);	/* a tag of 9p or virtiofs, no device */
	} else {
		u32 least = option_us("rootdelay=", 0, ROOT_WAIT_MAX);
		u32 most = option_us("rootwait=", option(b, "rootwait") ?
				     CONFIG_KNIT_ROOTWAIT : ROOT_GRACE, ROOT_WAIT_MAX);

		say(b, "waiting for ", root, NULL);
		err = root_wait(b, root, least, most < least ? least : most);
		if (err)
			return err;
		unsay(b);	/* it waits no more */
	}
	return root_types(b, types ?: known);
}

/* On a system that has /run, that is what outlives the handover; /tmp is its own. */
static void root_run(struct boot *b)
{
	if (!sys_chdir(path(b, b->root, "/run", NULL)))
		b->tmp = "/run";
}

/**
 * stage_root() - mount what root= names
 * @b: the boot; b->root is set, with b->rom if there will be an overlay
 *
 * Return: 0, or a negative errno.
 */
int stage_root(struct boot *b)
{
	const char *rw = option(b, "rw");
	int overlay = IS_ENABLED(CONFIG_KNIT_OVERLAY) && overlay_name(b);
	int err;

	b->flags = MS_RDONLY;
	if (!overlay && rw && rw > option(b, "ro"))
		b->flags = 0;
	b->options = option(b, "rootflags=");
	b->root = overlay ? "/rom" : "/mnt";
	dir_make(b->root);
	err = root_mount(b, option(b, "root="));
	if (err)
		return err;
	b->rom = b->root;
	if (!overlay)
		root_run(b);
	return 0;
}
