// SPDX-License-Identifier: GPL-2.0-only
#include "node.h"

/**
 * node_server() - the address of the server that has the root, as text
 * @b: the boot; b->text takes /proc/mounts
 * @to: takes it, 16 bytes at most
 *
 * Return: 0, or -EINVAL if there is none, with b->step.
 */
int node_server(struct boot *b, char *to)
{
	const char *s;
	u32 addr;

	try(b, "no IPv4 address of the server in /proc/mounts");
	text_read(b, "/proc/mounts");
	s = mount_server(b->text, NODE_NFS, &addr);
	if (!s)
		return -EINVAL;
	while (*s == '.' || (*s >= '0' && *s <= '9'))
		*to++ = *s++;
	*to = '\0';
	return 0;
}
