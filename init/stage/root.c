// SPDX-License-Identifier: GPL-2.0-only
/* root= and its relatives, as the kernel obeys them without an initramfs. */
#include "../fmt/fmt.h"

#define ROOT_GRACE	5	/* seconds without rootwait: drivers may still be probing */
#define ROOT_WAIT_MAX	4000	/* seconds; uptime_us() turns over after 4,294 */
#define TYPE_MAX	32

/* root=254:1, or fe01 as old boot loaders have it: a node of our own for it. */
static int root_number(struct boot *b, const char *root)
{
	u32 major;
	u32 minor;
	u32 dev;
	const char *s = number(root, 10, &major);

	if (*s == ':') {
		s = number(s + 1, 10, &minor);
		dev = (minor & 0xff) | major << 8 | (minor & ~0xffu) << 12;
	} else {
		s = number(root, 16, &dev);
	}
	if (*s || s == root)
		return -EINVAL;
	path(b, "/dev/root", NULL);	/* the kernel's own name for it */
	sys_unlink(b->path);
	return sys_mknod(b->path, S_IFBLK | 0600, dev);
}

/* Find what root= names, as it is now: b->path becomes its node. */
static int root_find(struct boot *b, const char *root)
{
	int fd;

	if (!strncmp(root, "PARTLABEL=", 10))
		return block_find(b, "PARTNAME=", root + 10);
	if (!strncmp(root, "PARTUUID=", 9))
		return partuuid_find(b, root + 9);
	if (root[0] == '/') {
		if (strlen(path(b, root, NULL)) != strlen(root))
			return -E2BIG;
	} else {
		int err = root_number(b, root);

		if (err)
			return err;
	}
	/* A node may be there before its device, and with root=maj:min always is. */
	fd = file_open(b->path, O_RDONLY);
	if (fd < 0)
		return fd;
	sys_close(fd);
	return 0;
}

/* Wait until it is there. */
static int root_wait(struct boot *b, const char *root)
{
	const char *delay = option(b, "rootdelay=");
	const char *wait = option(b, "rootwait=");
	u32 seconds = ROOT_GRACE;
	u32 since = uptime_us();
	int fd = uevent_open();
	u32 least = 0;
	int err;

	if (wait)
		number(wait, 10, &seconds);
	else if (option(b, "rootwait"))
		seconds = CONFIG_KNIT_ROOTWAIT;
	if (delay)
		number(delay, 10, &least);
	if (seconds > ROOT_WAIT_MAX)
		seconds = ROOT_WAIT_MAX;
	if (least > ROOT_WAIT_MAX)
		least = ROOT_WAIT_MAX;
	if (seconds < least)
		seconds = least;
	for (;;) {
		u32 waited = (uptime_us() - since) / 1000000;

		err = waited < least ? -EAGAIN : root_find(b, root);
		if (!err || err == -EINVAL || waited >= seconds)
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
	int err = file_read("/proc/filesystems", b->text, sizeof(b->text));

	try(b, "/proc/filesystems");
	if (err < 0)
		return err;
	try(b, root);
	if (types && fstype_nodev(b->text, types)) {
		/* a tag of 9p or virtiofs, no device */
		path(b, root, NULL);
		b->type = types;
		say(b, types, " on ", root, NULL);
		return child_run(b, root_try, CONFIG_KNIT_CHILD_TIMEOUT);
	}
	say(b, "waiting for ", root, NULL);
	err = root_wait(b, root);
	if (err)
		return err;
	unsay(b);	/* it waits no more */
	/* root_wait() has used b->text */
	if (!types) {
		file_read("/proc/filesystems", b->text, sizeof(b->text));
		types = b->text;
	}
	return root_types(b, types);
}

/* On a system that has /run, that is what outlives the handover; /tmp is its own. */
static void root_run(struct boot *b)
{
	int fd = file_open(path(b, b->root, "/run", NULL), O_RDONLY | O_DIRECTORY);

	if (fd < 0)
		return;
	sys_close(fd);
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
	sys_mkdir(b->root, 0755);
	err = root_mount(b, option(b, "root="));
	if (err)
		return err;
	b->rom = b->root;
	if (!overlay)
		root_run(b);
	return 0;
}
