// SPDX-License-Identifier: GPL-2.0-only
#include "fmt/fmt.h"

static const char *const inits[] = {
#ifdef CONFIG_KNIT_INIT_SET
	CONFIG_KNIT_INIT,
#endif
	"/sbin/init", "/etc/init", "/bin/init", "/bin/sh",
};

#define INITS_REAL	((int)ARRAY_SIZE(inits) - 1)	/* a shell alone makes no system */

#define INITS_ASKED (IS_ENABLED(CONFIG_KNIT_CMDLINE) ? 2 : 0)	/* knit.init= and init= */

/*
 * The candidates in their order. Return: NULL behind the last; an empty string where
 * one is not set, or is knit itself, started by that name.
 */
static const char *init_nth(struct boot *b, int n)
{
	const char *path;

	if (IS_ENABLED(CONFIG_KNIT_CMDLINE) && n < INITS_ASKED) {
		path = option(b, n ? "init=" : "knit.init=") ?: "";
	} else {
		n -= INITS_ASKED;
		path = n < (int)ARRAY_SIZE(inits) ? inits[n] : NULL;
	}
	if (path && IS_ENABLED(CONFIG_KNIT_MODES) && (!b->rootfs || !b->root[1]) &&
	    !strcmp(path, b->argv[0]))
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
	int n;

	for (n = 0; n < INITS_ASKED + INITS_REAL; n++) {
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
	const char *path;
	char *self = b->argv[0];
	char **env = environment(b);
	int n;
	int err;

	sys_rt_sigprocmask(SIG_SETMASK, &b->none, NULL, sizeof(b->none));
	for (n = 0; (path = init_nth(b, n)); n++) {
		if (IS_ENABLED(CONFIG_KNIT_CMDLINE) && !*path)
			continue;
		b->argv[0] = (char *)path;
		err = sys_execve(path, b->argv, env);
		if (IS_ENABLED(CONFIG_KNIT_MODES))
			b->argv[0] = self;	/* init_nth() compares */
		try(b, path);
		report(b, err);
	}
	try(b, "no init that works");
}
