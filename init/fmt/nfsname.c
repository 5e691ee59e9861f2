// SPDX-License-Identifier: GPL-2.0-only
#include "fmt.h"

/**
 * nfsroot_name() - put a node's name where %s stands for it
 * @path: address:directory; each %s in it is replaced
 * @end: the end of that buffer
 * @name: the name, or the address of one that has none
 *
 * As the kernel does it (fs/nfs/nfsroot.c, nfs_root_data).
 *
 * Return: 0, or -E2BIG if that does not fit.
 */
int nfsroot_name(char *path, const char *end, const char *name)
{
	u32 len = strlen(name);
	char *rest = path + strlen(path) + 1;

	for (; path < rest; path++) {
		if (path[0] != '%' || path[1] != 's')
			continue;
		if (rest - 2 + len > end)
			return -E2BIG;
		memmove(path + len, path + 2, rest - path - 2);
		memcpy(path, name, len);
		rest += (int)len - 2;
		path += (int)len - 1;
	}
	return 0;
}
