// SPDX-License-Identifier: GPL-2.0-only
/*
 * What procd does with `ubus call system sysupgrade`, by OpenWrt's contract: chroot to the
 * prefix, and become /sbin/upgraded there, with the image, the command, the open watchdog's
 * number and UPGRADE_* in the environment; the current directory is still the old root.
 *
 * SIGUSR1 stands for the call, /tmp/ubus has its arguments: prefix, path, command, and how
 * long the watchdog waits in seconds, a line each.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <linux/watchdog.h>
#include <sys/ioctl.h>

static void become_upgraded(void)
{
	static char words[4][256];
	FILE *file = fopen("/tmp/ubus", "r");
	int seconds;
	int i;

	for (i = 0; i < 4; i++) {
		if (!file || !fgets(words[i], sizeof(words[i]), file))
			return;
		words[i][strcspn(words[i], "\n")] = '\0';
	}
	fclose(file);
	seconds = atoi(words[3]);
	if (open("/dev/watchdog", O_WRONLY) == 3) {
		setenv("WDTFD", "3", 1);
		ioctl(3, WDIOC_SETTIMEOUT, &seconds);
	}
	setenv("UPGRADE_BACKUP", "/tmp/backup.tgz", 1);
	setenv("UPGRADE_OPT_SAVE_CONFIG", "1", 1);
	if (!chroot(words[0]))
		execl("/sbin/upgraded", "/sbin/upgraded", words[1], words[2], (char *)NULL);
	perror("procd-standin");
}

int main(void)
{
	sigset_t call;
	int sig;

	sigemptyset(&call);
	sigaddset(&call, SIGUSR1);
	if (!fork())
		execl("/bin/cttyhack", "cttyhack", "/bin/sh", (char *)NULL);
	signal(SIGCHLD, SIG_IGN);	/* the kernel buries them */
	sigprocmask(SIG_BLOCK, &call, NULL);
	puts("knit-test: init is running");
	fflush(stdout);
	while (!sigwait(&call, &sig)) {
		sigprocmask(SIG_UNBLOCK, &call, NULL);
		signal(SIGCHLD, SIG_DFL);
		become_upgraded();
	}
	return 1;
}
