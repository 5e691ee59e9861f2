// SPDX-License-Identifier: GPL-2.0-only
/*
 * What procd does with `ubus call system sysupgrade`, by OpenWrt's contract: chroot to the
 * prefix, and become /sbin/upgraded there, with the image, the command, the open watchdog's
 * number and UPGRADE_* in the environment; the current directory is still the old root.
 *
 * SIGUSR1 stands for the call, /tmp/ubus has its arguments: prefix, path, command, a line each.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/wait.h>

static volatile sig_atomic_t called;

static void call(int sig)
{
	(void)sig;
	called = 1;
}

static void become_upgraded(void)
{
	static char words[3][256];
	char *argv[] = { "/sbin/upgraded", words[1], words[2], NULL };
	FILE *file = fopen("/tmp/ubus", "r");
	int i;

	for (i = 0; i < 3; i++) {
		if (!file || !fgets(words[i], sizeof(words[i]), file))
			return;
		words[i][strcspn(words[i], "\n")] = '\0';
	}
	fclose(file);
	if (open("/dev/watchdog", O_WRONLY) == 3)
		setenv("WDTFD", "3", 1);
	setenv("UPGRADE_BACKUP", "/tmp/backup.tgz", 1);
	setenv("UPGRADE_OPT_SAVE_CONFIG", "1", 1);
	if (!chroot(words[0]))
		execv(argv[0], argv);
	perror("procd-standin");
}

int main(void)
{
	struct sigaction action = { .sa_handler = call };
	int pid = fork();

	if (!pid)
		execl("/bin/cttyhack", "cttyhack", "/bin/sh", (char *)NULL);
	sigaction(SIGUSR1, &action, NULL);
	puts("knit-test: init is running");
	fflush(stdout);
	for (;;) {
		wait(NULL);	/* or the signal */
		if (called)
			become_upgraded();
		called = 0;
	}
}
