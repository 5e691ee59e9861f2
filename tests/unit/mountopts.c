// SPDX-License-Identifier: GPL-2.0-only
#include "../../init/fmt/fmt.h"
#include "tap.h"

#include <sys/mount.h>

static void gives(const char *options, unsigned long before, unsigned long after,
		  const char *left)
{
	size_t size = strlen(options) + 1;
	char *data = malloc(size);	/* no more room than the options take */
	char *copy = strdup(options);	/* and nothing readable behind them */
	unsigned long flags = before;

	tap(!mount_options(copy, &flags, data, data + size), "there is room");
	tap_long(flags, after, *options ? options : "nothing at all");
	tap(!strcmp(data, left), "  and for the file system what is left");
	free(copy);
	free(data);
}

/* What does not fit is not cut off: the file system would get another option. */
static void too_much(const char *options, size_t room, int want)
{
	char *data = malloc(room);
	unsigned long flags = 0;

	tap_long(mount_options(options, &flags, data, data + room), want, options);
	free(data);
}

int main(void)
{
	unsigned long flags = MS_NOATIME;
	char data[1];

	mount_options(NULL, &flags, data, data + 1);
	tap_long(flags, MS_NOATIME, "no options");
	tap(!data[0], "  and nothing is left");
	gives("", 5, 5, "");
	gives("ro", 0, MS_RDONLY, "");
	gives("rw", MS_RDONLY | MS_NOATIME, MS_NOATIME, "");
	gives("ro,rw,ro", 0, MS_RDONLY, "");
	gives("nosuid,nodev,noexec,sync", 0, MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_SYNCHRONOUS, "");
	gives("suid,dev,exec,async", ~0ul, ~0ul & ~(MS_NOSUID | MS_NODEV | MS_NOEXEC |
						    MS_SYNCHRONOUS), "");
	gives("noatime,nodiratime", 0, MS_NOATIME | MS_NODIRATIME, "");
	gives("atime,diratime", MS_NOATIME | MS_NODIRATIME, 0, "");
	gives("bind", 0, MS_BIND, "");
	gives("strictatime,lazytime", 0, MS_STRICTATIME | 1 << 25, "");
	gives("defaults,auto,noauto,nofail,user,users,nouser,owner,_netdev,relatime", 0, 0, "");
	gives("x-initrd.mount,x-,x-systemd.automount", 0, 0, "");
	gives("compress=zstd", 0, 0, "compress=zstd");
	gives("ro,compress=zstd,noatime,subvol=/@", 0, MS_RDONLY | MS_NOATIME,
	      "compress=zstd,subvol=/@");
	gives(",,ro,,", 0, MS_RDONLY, "");
	gives("a,", 0, 0, "a");
	gives("x", 0, 0, "x");
	gives("roo,r,no,noatim,noatimes", 0, 0, "roo,r,no,noatim,noatimes");
	gives("fifteen_chars_x,sixteen_chars_xx,ro", 0, MS_RDONLY,
	      "fifteen_chars_x,sixteen_chars_xx");
	gives("rorororororororororororororororo", 0, 0, "rorororororororororororororororo");
	too_much("abc", 4, 0);
	too_much("abc", 3, -E2BIG);
	too_much("ro,noatime", 1, 0);
	too_much("a,ro,bc", 5, 0);
	too_much("a,ro,bc", 4, -E2BIG);
	return tap_done();
}
