// SPDX-License-Identifier: GPL-2.0-only
#include "fmt/fmt.h"

/* What OpenWrt asks for is there in its own words. */
#define CONFIGURED	(sizeof(CONFIG_KNIT_PATH) > 1 ?					\
			 "PATH=" CONFIG_KNIT_PATH " " CONFIG_KNIT_ENV : CONFIG_KNIT_ENV)

/**
 * environment() - the real init's environment: the kernel's, then the configured
 * @b: the boot
 *
 * Return: the list for execve().
 */
char **environment(struct boot *b)
{
	int has_watchdog = IS_ENABLED(CONFIG_KNIT_WATCHDOG_WDTFD) && b->watchdog >= 0;
	unsigned int n;

	join(b->data, b->data + sizeof(b->data) - 1, CONFIGURED,
	     b->mode == MODE_NEXT && b->rootfs && !option(b, "knit.off") ? " INITRAMFS=1" : "",
	     IS_ENABLED(CONFIG_KNIT_FAILSAFE_FULL) && b->failsafe == FAILSAFE_NOW ?
	     " FAILSAFE=true" : "",
	     debug_level(b)[0] ? " DBGLVL=" : "", debug_level(b),
	     has_watchdog ? " WDTFD=" : NULL, has_watchdog ? dec(b, b->watchdog) : NULL, NULL);
	cmdline_split(b->data);
	for (n = 0; n < KNIT_ENV_MAX - 1 && b->envp[n]; n++)
		b->env[n] = b->envp[n];
	words_list(b->data, b->env + n, KNIT_ENV_MAX - 1 - n);
	return b->env;
}
