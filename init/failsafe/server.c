// SPDX-License-Identifier: GPL-2.0-only
/* Logins over the network: dropbear, or what is configured, from the ROM. */
#include "failsafe.h"

#define KEYGEN_SECONDS	60	/* dropbearkey; a slow CPU has no entropy yet */
#define KEY		"/tmp/dropbear_failsafe_host_key"
#define WORDS		16	/* of its command line */

/* What is there is left alone. */
static int keygen(struct boot *b)
{
	static char *const argv[] = { "dropbearkey", "-t", "ed25519", "-f", KEY, NULL };

	return sys_execve("/usr/bin/dropbearkey", argv, b->envp);
}

static int server(struct boot *b)
{
	char words[sizeof(CONFIG_KNIT_FAILSAFE_SERVER) + 1];
	char *argv[WORDS + 1];

	join(words, words + sizeof(words), CONFIG_KNIT_FAILSAFE_SERVER, NULL);
	cmdline_split(words);
	words_list(words, argv, WORDS);
	sys_rt_sigprocmask(SIG_SETMASK, &b->none, NULL, sizeof(b->none));
	child_run(b, keygen, KEYGEN_SECONDS);
	sys_rt_sigprocmask(SIG_SETMASK, &b->none, NULL, sizeof(b->none));
	sys_setsid();
	watchdog_drop(b);
	return sys_execve(argv[0], argv, environment(b));
}

/**
 * server_start() - start the server, unless it runs or there is no ROM
 * @b: the boot; b->server is its PID
 */
void server_start(struct boot *b)
{
	if (sizeof(CONFIG_KNIT_FAILSAFE_SERVER) > 1 && b->rom && !child_runs(b->server))
		b->server = child_start(b, server);
}
