// SPDX-License-Identifier: GPL-2.0-only
/* What names a directory of an NFS server, and what the kernel is to be told to mount it. */
#include "fmt.h"

/**
 * ip_field() - a field of ip= (Documentation/admin-guide/nfs/nfsroot.rst of the kernel)
 * @s: the parameter's value, fields that colons part
 * @n: which, from 0
 *
 * Return: where it begins, and the next colon or a NUL ends it; an empty text if it is missing.
 */
const char *ip_field(const char *s, unsigned int n)
{
	while (n && *s)
		n -= *s++ == ':';
	return s;
}

/**
 * nfsroot_source() - what nfsroot= names, [address:]directory[,options]
 * @to: takes address:directory
 * @end: the end of that buffer
 * @s: the parameter's value
 * @server: an address for when it has none, which a colon or a NUL ends
 *
 * Return: the options, which may be empty; NULL if it names no directory or does not fit.
 */
const char *nfsroot_source(char *to, const char *end, const char *s, const char *server)
{
	const char *begin = to;

	if (*s == '/') {
		while (*server && *server != ':' && to < end - 1)
			*to++ = *server++;
		if (to < end - 1)
			*to++ = ':';
	}
	while (*s && *s != ',' && to < end - 1)
		*to++ = *s++;
	*to = '\0';
	if (!strchr(begin, '/') || (*s && *s != ','))
		return NULL;
	return s + (*s == ',');
}

/**
 * nfs_type() - is this the type of what lies on an NFS server?
 * @type: as in fstab, NULL: none is given
 *
 * Return: 0 if not, else 3 or 4: the version that it stands for.
 */
unsigned int nfs_type(const char *type)
{
	unsigned int n = type ? words_index("nfs\0nfs4\0", type) : 2;

	return n < 2 ? n + 3 : 0;
}

/**
 * nfs_options() - the options for mount(2)
 * @to: takes them
 * @end: the end of that buffer
 * @source: address:directory
 * @more: options as mount.nfs knows them, or NULL; the last one of a kind counts
 *
 * mount.nfs would look for the version and the server's ports. Without it there is version 3
 * unless they say another, without locks, which need a daemon; the kernel finds the ports.
 *
 * Return: 0, -EINVAL if @source has no address in it, -E2BIG if they do not fit.
 */
int nfs_options(char *to, const char *end, const char *source, const char *more)
{
	u32 ip;
	const char *rest = ip_read(source, &ip);

	if (!rest || rest[0] != ':' || rest[1] != '/')
		return -EINVAL;
	to = join(to, end, "vers=3,nolock,addr=", NULL);
	while (source < rest && to < end - 1)
		*to++ = *source++;
	if (more && !*more)
		more = NULL;
	to = join(to, end, more ? "," : NULL, more, NULL);
	return to == end - 1 ? -E2BIG : 0;
}
