// SPDX-License-Identifier: GPL-2.0-only
#include "fmt/fmt.h"

#ifdef CONFIG_KNIT_CMDLINE
#define ASKED		"knit.init=\0init=\0"	/* what these have as values */
#else
#define ASKED
#endif

#ifdef CONFIG_KNIT_INIT_SET
#define INIT_SET	CONFIG_KNIT_INIT "\0"
#else
#define INIT_SET
#endif

#ifdef CONFIG_KNIT_CONFIG
#define OWN		"a\0b\0c\0d\0e\0f\0g\0h\0"	/* places in /etc/config/knit */
#else
#define OWN
#endif

#define REAL		ASKED OWN INIT_SET "/sbin/init\0/etc/init\0/bin/init\0"

/* The candidates in their order, a NUL behind each; a shell alone makes no system. */
static const char inits[] = REAL "/bin/sh\0";

/* Return: NULL where a candidate is not set, or is knit itself, started by that name. */
static const char *init_path(struct boot *b, const char *word)
{
#ifdef CONFIG_KNIT_CONFIG
	if (*word >= 'a' && *word < 'a' + CONFIG_VALUES)
		return b->config.words[CONFIG_PROGRAM][*word - 'a'];
#endif
	if (IS_ENABLED(CONFIG_KNIT_CMDLINE) && *word != '/')
		word = option(b, word);
	if (word && IS_ENABLED(CONFIG_KNIT_MODES) && (!b->rootfs || !b->root[1]) &&
	    !strcmp(word, b->argv[0]))
		return NULL;
	return word;
}

/**
 * init_beside() - is there a real init in the present root?
 * @b: the boot
 *
 * Return: 1 if one of the candidates exists, else 0.
 */
int init_beside(struct boot *b)
{
	const char *word;

	for (word = inits; word < inits + sizeof(REAL) - 1; word += strlen(word) + 1) {
		const char *path = init_path(b, word);
		int fd = path ? file_open(path, O_RDONLY) : -ENOENT;

		if (fd >= 0) {
			sys_close(fd);
			return 1;
		}
	}
	return 0;
}

#ifdef CONFIG_KNIT_CONFIG
/* The configured arguments come before those that the kernel passes on. */
static void arguments_add(struct boot *b)
{
	struct config *c = &b->config;
	unsigned int n;
	unsigned int i;

	for (n = 0; n < CONFIG_VALUES && c->words[CONFIG_ARGUMENT][n]; n++)
		c->argv[n + 1] = (char *)c->words[CONFIG_ARGUMENT][n];
	for (i = 1; b->argv[i] && n < KNIT_ENV_MAX - 2; i++)
		c->argv[++n] = b->argv[i];
	c->argv[n + 1] = NULL;
	c->argv[0] = b->argv[0];
	b->argv = c->argv;
}
#else
#define arguments_add(b)	((void)(b))
#endif

/**
 * init_exec() - become the first real init that can be executed
 * @b: the boot
 *
 * The signal mask and the arguments are the kernel's, but for the program's name.
 * Each that fails is reported. Returns only if all did.
 */
void init_exec(struct boot *b)
{
	const char *word;
	char *self = b->argv[0];
	char **env = environment(b);

	arguments_add(b);
	if (IS_ENABLED(CONFIG_KNIT_NODE_WALT) && b->mode == MODE_NODE)
		env = node_environment(b, env);
	sys_rt_sigprocmask(SIG_SETMASK, &b->none, NULL, sizeof(b->none));
	for (word = inits; *word; word += strlen(word) + 1) {
		const char *path = init_path(b, word);
		int err;

		if (IS_ENABLED(CONFIG_KNIT_CMDLINE) && !path)
			continue;
		b->argv[0] = (char *)path;
		err = sys_execve(path, b->argv, env);
		if (IS_ENABLED(CONFIG_KNIT_MODES))
			b->argv[0] = self;	/* init_path() compares */
		try(b, path);
		report(b, err);
	}
	try(b, "no init that works");
}
