// SPDX-License-Identifier: GPL-2.0-only
/* /dev without devtmpfs, as OpenWrt's init fills it: flat, from /sys/dev. */
#include "../fmt/fmt.h"

/*
 * What everybody may read and write: null, zero, full, random, urandom (1:3, 5, 7, 8, 9),
 * tty, ptmx (5:0, 2); Documentation/admin-guide/devices.txt.
 */
static int node_is_public(u32 dev)
{
	return (dev - 0x103 < 7 && dev != 0x104) || (dev & ~2u) == 0x500;
}

/* @name is "maj:min", a link to the device's directory, whose name is the node's. */
static int node_make(struct boot *b, const char *dir, const char *name)
{
	const char *base = b->data;
	int mode = S_IFBLK | 0600;
	char *at;
	u32 dev;
	int n;

	path(b, dir, "/", name, NULL);
	n = sys_readlink(b->path, b->data, sizeof(b->data) - 1);
	if (n <= 0)
		return 0;
	b->data[n] = '\0';
	for (at = b->data; *at; at++)
		if (*at == '/')
			base = at + 1;
	device_number(name, &dev);
	path(b, "/dev/", base, NULL);
	if (dir[9] != 'b')
		mode = node_is_public(dev) ? S_IFCHR | 0666 : S_IFCHR | 0600;
	sys_mknod(b->path, mode, dev);
	sys_fchmodat(AT_FDCWD, b->path, mode);	/* whatever the umask is */
	return 0;
}

/**
 * nodes_make() - fill /dev by hand, from now on
 * @b: the boot; b->data is used
 */
void nodes_make(struct boot *b)
{
	b->by_hand = 1;
	dir_each(b, "/sys/dev/char", node_make);
	dir_each(b, "/sys/dev/block", node_make);
}

/**
 * nodes_update() - make the nodes of devices that are new, where the kernel does not
 * @b: the boot; b->data is used then
 */
void nodes_update(struct boot *b)
{
	if (b->by_hand)
		nodes_make(b);
}
