// SPDX-License-Identifier: GPL-2.0-only
/* Logins over the network: dropbear, or what is configured, from the ROM. */
#include "failsafe.h"

static int server(struct boot *b)
{
	static char *const argv[] = { "sh", "-c", CONFIG_KNIT_FAILSAFE_SERVER, NULL };

	sys_rt_sigprocmask(SIG_SETMASK, &b->none, NULL, sizeof(b->none));
	sys_setsid();
	watchdog_drop(b);
	return sys_execve("/bin/sh", argv, environment(b));
}

/**
 * server_start() - start the server, unless it runs or there is no ROM
 * @b: the boot; b->server is its PID
 *
 * Return: whether it was there already.
 */
int server_start(struct boot *b)
{
	if (sizeof(CONFIG_KNIT_FAILSAFE_SERVER) < 2 || !b->rom)
		return 0;
	if (child_runs(b->server))
		return 1;
	b->server = child_start(b, server);
	return 0;
}
