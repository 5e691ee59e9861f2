// SPDX-License-Identifier: GPL-2.0-only
#include "fmt/fmt.h"

static const char *const inits[] = {
	CONFIG_KNIT_INIT, "/sbin/init", "/etc/init", "/bin/init", "/bin/sh",
};

#define INITS_REAL (ARRAY_SIZE(inits) - 1)	/* a shell alone makes no system */

/*
 * The candidates in their order: knit.init=, init=, then the list.
 * Return: NULL behind the last; an empty string where one is not set.
 */
static const char *init_nth(struct boot *b, unsigned int n)
{
	const char *path;

	if (n < 2)
		path = cmdline_get(b->cmdline, n ? "init=" : "knit.init=");
	else
		path = n - 2 < ARRAY_SIZE(inits) ? inits[n - 2] : NULL;
	if (n < 2 && !path)
		path = "";
	/* knit itself, when it was started by that name */
	if (path && !b->rootfs && !strcmp(path, b->argv[0]))
		path = "";
	return path;
}

/**
 * init_beside() - is there a real init in the present root?
 * @b: the boot
 *
 * Return: 1 if one of the candidates exists, else 0.
 */
int init_beside(struct boot *b)
{
	unsigned int n;

	for (n = 0; n < 2 + INITS_REAL; n++) {
		const char *path = init_nth(b, n);
		int fd = *path ? file_open(path, O_RDONLY) : -ENOENT;

		if (fd >= 0) {
			sys_close(fd);
			return 1;
		}
	}
	return 0;
}

/**
 * init_exec() - become the first real init that can be executed
 * @b: the boot
 *
 * The signal mask and the arguments are the kernel's, but for the program's name.
 * Each that fails is reported. Returns only if all did.
 */
void init_exec(struct boot *b)
{
	static const struct sigset none;
	const char *path;
	char *self = b->argv[0];
	char **env = environment(b);
	unsigned int n;
	int err;

	sys_kill(-1, SIGKILL);	/* a child that took too long */
	sys_rt_sigprocmask(SIG_SETMASK, &none, NULL, sizeof(none));
	for (n = 0; (path = init_nth(b, n)); n++) {
		if (!*path)
			continue;
		b->argv[0] = (char *)path;
		err = sys_execve(path, b->argv, env);
		b->argv[0] = self;
		try(b, path);
		report(b, err);
	}
	try(b, "no init that works");
}
