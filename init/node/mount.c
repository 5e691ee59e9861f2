// SPDX-License-Identifier: GPL-2.0-only
/* nfsroot= and ip=, obeyed as the kernel does without an initramfs. */
#include "node.h"

#define IP_SERVER	1
#define IP_HOST		4

/**
 * node_mount() - mount what nfsroot= names, on NODE_NFS
 * @b: the boot; b->rom is set
 *
 * Return: 0, or a negative errno, with b->step.
 */
int node_mount(struct boot *b)
{
	const char *ip = option(b, "ip=") ?: "";
	const char *name = ip_field(ip, IP_HOST);
	const char *options = nfsroot_source(b->path, b->path + sizeof(b->path),
					     option(b, "nfsroot="), ip_field(ip, IP_SERVER));
	unsigned int len = 0;
	int err;

	try(b, "nfsroot=");
	if (!options)
		return -E2BIG;
	while (name[len] && name[len] != ':')
		len++;
	if (len)
		sys_sethostname(name, len);
	b->flags = MS_RDONLY;
	err = nfs_mount(b, NODE_NFS, options, CONFIG_KNIT_NFSROOT_WAIT);
	if (err)
		return err;
	b->rom = NODE_NFS;
	detail(b, b->path, ", ", NULL);
	return 0;
}
