// SPDX-License-Identifier: GPL-2.0-only
#include "fmt/fmt.h"

/* The configured words, in b->data. */
static void words(struct boot *b)
{
	char *end = b->data + sizeof(b->data) - 1;
	char *at = join(b->data, end, sizeof(CONFIG_KNIT_PATH) > 1 ?
			"PATH=" CONFIG_KNIT_PATH " " : "", CONFIG_KNIT_ENV, NULL);

	if (b->mode == MODE_NEXT && b->rootfs && !option(b, "knit.off"))
		at = join(at, end, " INITRAMFS=1", NULL);	/* OpenWrt asks for it */
	if (IS_ENABLED(CONFIG_KNIT_FAILSAFE_FULL) && b->failsafe == FAILSAFE_NOW)
		at = join(at, end, " FAILSAFE=true", NULL);	/* and for this too */
#ifdef CONFIG_KNIT_WINDOW
	if (b->level[0])
		at = join(at, end, " DBGLVL=", b->level, NULL);
#endif
	if (IS_ENABLED(CONFIG_KNIT_WATCHDOG_WDTFD) && b->watchdog >= 0)
		join(at, end, " WDTFD=", dec(b, b->watchdog), NULL);
	cmdline_split(b->data);
}

/**
 * environment() - the real init's environment: the kernel's, then the configured
 * @b: the boot
 *
 * Return: the list for execve().
 */
char **environment(struct boot *b)
{
	unsigned int n = 0;
	char *word;

	while (b->envp[n] && n < KNIT_ENV_MAX - 1) {
		b->env[n] = b->envp[n];
		n++;
	}
	words(b);
	for (word = b->data; *word && n < KNIT_ENV_MAX - 1; word += strlen(word) + 1)
		b->env[n++] = word;
	b->env[n] = NULL;
	return b->env;
}
