// SPDX-License-Identifier: GPL-2.0-only
/* /dev without devtmpfs, as OpenWrt's init fills it: flat, from /sys/dev. */
#include "../fmt/fmt.h"

/*
 * What everybody may read and write: null, zero, full, random, urandom (1:3, 5, 7, 8, 9),
 * tty, ptmx (5:0, 2); Documentation/admin-guide/devices.txt.
 */
static int node_is_public(u32 major, u32 minor)
{
	return major == 1 ? minor - 3 < 7 && minor != 4 : major == 5 && !(minor & ~2u);
}

/* @name is "maj:min", a link to the device's directory, whose name is the node's. */
static int node_make(struct boot *b, const char *dir, const char *name)
{
	const char *base = b->data;
	u32 major;
	u32 minor;
	char *at;
	int n;

	path(b, dir, "/", name, NULL);
	n = sys_readlink(b->path, b->data, sizeof(b->data) - 1);
	if (n <= 0)
		return 0;
	b->data[n] = '\0';
	for (at = b->data; *at; at++)
		if (*at == '/')
			base = at + 1;
	number(number(name, 10, &major) + 1, 10, &minor);
	path(b, "/dev/", base, NULL);
	sys_mknod(b->path, (dir[9] == 'b' ? S_IFBLK : S_IFCHR) | 0600,
		  (minor & 0xff) | major << 8 | (minor & ~0xffu) << 12);
	if (dir[9] != 'b' && node_is_public(major, minor))
		sys_fchmodat(AT_FDCWD, b->path, 0666);
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
