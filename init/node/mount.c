// SPDX-License-Identifier: GPL-2.0-only
/* nfsroot= and ip=, obeyed as the kernel does without an initramfs. */
#include "node.h"

#define IP_SERVER	1
#define IP_HOST		4

#ifdef CONFIG_KNIT_NFSROOT_NAME
/*
 * %s is the name of ip=, or its address; or what the kernel has as the name, which is the same if
 * it has asked a DHCP server. b->text is used.
 */
static int name_put(struct boot *b, const char *ip, int named)
{
	const char *name = b->text + UTS_NAME;
	const char *rest;
	u32 own;

	b->text[UTS_NAME] = '\0';
	sys_uname(b->text);
	rest = named ? NULL : ip_read(ip, &own);
	if (rest) {
		memcpy(b->data, ip, rest - ip);
		b->data[rest - ip] = '\0';
		name = b->data;
	}
	return nfsroot_name(b->path, b->path + sizeof(b->path), name);
}
#else
#define name_put(b, ip, named)	0
#endif

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
	err = name_put(b, ip, len);
	if (err)
		return err;
	b->flags = MS_RDONLY;
	err = nfs_mount(b, NODE_NFS, options, CONFIG_KNIT_NFSROOT_WAIT);
	if (err)
		return err;
	b->rom = NODE_NFS;
	detail(b, b->path, ", ", NULL);
	return 0;
}
