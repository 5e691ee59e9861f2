// SPDX-License-Identifier: GPL-2.0-only
/*
 * A real init that says how much RAM the one before it took, in KiB, with its children one by
 * one, and goes on to /sbin/init. The kernel keeps both maxima across an exec, and counts this
 * program's own memory to the first: so it is as small as can be, by the kernel's nolibc.
 */
#include <linux/resource.h>

static long kib(int who)
{
	struct rusage usage;

	my_syscall2(__NR_getrusage, who, &usage);
	return usage.ru_maxrss;
}

int main(int argc, char **argv, char **envp)
{
	(void)argc;
	printf("ram: %ld, a child %ld\n", kib(RUSAGE_SELF), kib(RUSAGE_CHILDREN));
	argv[0] = "/sbin/init";
	return execve(argv[0], argv, envp);
}
