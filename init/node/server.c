// SPDX-License-Identifier: GPL-2.0-only
#include "node.h"

/**
 * node_server() - the address of the server that has the root, as text
 * @b: the boot; b->text takes /proc/mounts
 * @to: takes it, 16 bytes at most
 *
 * Return: whether there is one.
 */
int node_server(struct boot *b, char *to)
{
	const char *s;
	u32 addr;

	text_read(b, "/proc/mounts");
	s = mount_server(b->text, NODE_NFS, &addr);
	if (!s)
		return 0;
	while (*s == '.' || (*s >= '0' && *s <= '9'))
		*to++ = *s++;
	*to = '\0';
	return 1;
}
