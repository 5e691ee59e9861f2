// SPDX-License-Identifier: GPL-2.0-only
/*
 * Lists what lies in the rootfs below the root that is in use, one name a line:
 * nothing, if whoever ran as /init has left no byte behind. Works in a mount
 * namespace of its own, where the root can be taken away from above it.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

static int fail(const char *what)
{
	perror(what);
	return 1;
}

/* Each umount takes away what lies on top; the rootfs itself refuses. */
static void uncover(int ns)
{
	int tries;

	for (tries = 0; tries < 64 && !umount2("/", MNT_DETACH); tries++)
		if (setns(ns, CLONE_NEWNS) || chdir("/"))
			return;
}

int main(void)
{
	struct dirent *entry;
	DIR *dir;
	int ns;

	if (unshare(CLONE_NEWNS))
		return fail("unshare");
	ns = open("/proc/self/ns/mnt", O_RDONLY);
	if (ns < 0)
		return fail("/proc/self/ns/mnt");
	if (setns(ns, CLONE_NEWNS))
		return fail("setns");
	uncover(ns);
	dir = opendir("/");
	if (!dir)
		return fail("/");
	while ((entry = readdir(dir)))
		if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, ".."))
			printf("below: %s\n", entry->d_name);
	printf("below: end\n");
	return 0;
}
