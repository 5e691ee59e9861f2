// SPDX-License-Identifier: GPL-2.0-only
#include "fmt/fmt.h"

/* What OpenWrt asks for is there in its own words. */
#define PATH		(sizeof(CONFIG_KNIT_PATH) > 1 ? "PATH=" CONFIG_KNIT_PATH : "")

#ifdef CONFIG_KNIT_CONFIG
#define own_path(b)	((b)->config.words[CONFIG_PATH][0])
#define own_env(b)	((b)->config.words[CONFIG_ENV])
#else
static const char *const no_env[] = { NULL };

#define own_path(b)	((const char *)NULL)
#define own_env(b)	no_env
#endif

#ifdef CONFIG_KNIT_HOOKS
#define next_stage(b)	((b)->stage)
#else
#define next_stage(b)	((const char *)NULL)
#endif

/**
 * environment() - the real init's environment: the kernel's, then the configured
 * @b: the boot
 *
 * Return: the list for execve().
 */
char **environment(struct boot *b)
{
	int has_watchdog = IS_ENABLED(CONFIG_KNIT_WATCHDOG_WDTFD) && b->watchdog >= 0;
	const char *const *own = own_env(b);
	unsigned int n;

	join(b->data, b->data + sizeof(b->data) - 1,
	     own_path(b) ? "PATH=" : PATH, own_path(b) ?: "", " " CONFIG_KNIT_ENV,
	     next_stage(b) ? " KNIT_STAGE=" : "", next_stage(b) ?: "",
	     b->mode == MODE_NEXT && b->rootfs && !option(b, "knit.off") ? " INITRAMFS=1" : "",
	     IS_ENABLED(CONFIG_KNIT_FAILSAFE_FULL) && b->failsafe == FAILSAFE_NOW ?
	     " FAILSAFE=true" : "",
	     debug_level(b)[0] ? " DBGLVL=" : "", debug_level(b),
	     has_watchdog ? " WDTFD=" : NULL, has_watchdog ? dec(b, b->watchdog) : NULL, NULL);
	cmdline_split(b->data);
	for (n = 0; n < KNIT_ENV_MAX - 1 && b->envp[n]; n++)
		b->env[n] = b->envp[n];
	for (; n < KNIT_ENV_MAX - 1 && *own; own++)
		b->env[n++] = (char *)*own;
	words_list(b->data, b->env + n, KNIT_ENV_MAX - 1 - n);
	return b->env;
}
