// SPDX-License-Identifier: GPL-2.0-only
/* /dev without devtmpfs, as OpenWrt's init fills it: flat, from /sys/dev. */
#include "../fmt/fmt.h"

/* @name is "maj:min", a link to the device's directory, whose name is the node's. */
static int node_make(struct boot *b, const char *dir, const char *name)
{
	const char *base = b->data;
	u32 major;
	u32 minor;
	char *at;
	int n;

	path(b, dir, "/", name, NULL);
	n = sys_readlinkat(AT_FDCWD, b->path, b->data, sizeof(b->data) - 1);
	if (n <= 0)
		return 0;
	b->data[n] = '\0';
	for (at = b->data; *at; at++)
		if (*at == '/')
			base = at + 1;
	number(number(name, 10, &major) + 1, 10, &minor);
	path(b, "/dev/", base, NULL);
	sys_mknodat(AT_FDCWD, b->path, (dir[9] == 'b' ? S_IFBLK : S_IFCHR) | 0600,
		    (minor & 0xff) | major << 8 | (minor & ~0xffu) << 12);
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
