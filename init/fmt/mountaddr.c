// SPDX-License-Identifier: GPL-2.0-only
#include "fmt.h"

/**
 * mount_server() - the server of an NFS mount
 * @mounts: /proc/mounts
 * @dir: where it is mounted
 * @addr: takes its IPv4 address, in the order of the wire
 *
 * Return: that as text, which a blank or a comma ends; NULL if there is none.
 */
const char *mount_server(const char *mounts, const char *dir, u32 *addr)
{
	for (; *mounts; mounts = line_next(mounts)) {
		const char *s = field_end(mounts);
		const char *at = *s == ' ' ? after(s + 1, dir) : NULL;

		if (!at || *at != ' ')
			continue;
		for (; *at && *at != '\n'; at++) {
			s = after(at, ",addr=");
			if (s && ip_read(s, addr))
				return s;
		}
	}
	return NULL;
}
