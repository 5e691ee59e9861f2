// SPDX-License-Identifier: GPL-2.0-only
/* Children of the resident process, in the image that the node runs. */
#include "node.h"

/* Those of WalT's images, release 10; the first that is there counts. */
static const char scripts[] = "/bin/walt-network-reboot\0/bin/walt-reboot\0";

/**
 * image_enter() - into the root of process 1
 *
 * Return: 0, or a negative errno. It blocks if the server is gone.
 */
int image_enter(void)
{
	int err = sys_chroot("1/root") ?: sys_chdir("/");

	console_take("/dev/console");
	return err;
}

static int image_exec(struct boot *b, const char *program, const char *argument)
{
	const char *argv[3] = { program, argument, NULL };

	sys_rt_sigprocmask(SIG_SETMASK, &b->none, NULL, sizeof(b->none));
	return sys_execve(program, (char *const *)argv, b->envp);
}

/**
 * image_blink() - let a person find the node, or not any more
 * @b: the boot
 * @on: 1: blink
 *
 * Return: -ENOENT if neither the image nor the board knows how; 0 if the board's LED does it.
 */
int image_blink(struct boot *b, int on)
{
	int err = image_exec(b, "/bin/blink", on ? "1" : "0");

	if (!IS_ENABLED(CONFIG_KNIT_LED))
		return err == -EACCES ? -ENOENT : err;
#ifdef CONFIG_KNIT_BOARD_DETECT
	stage_board(b);
#endif
	led_show(b, on ? LED_SHOW_WINDOW : LED_SHOW_DONE);
	return on && !led_shows(b) ? -ENOENT : 0;
}

/**
 * image_script() - the image's own way to restart
 * @b: the boot
 * @run: 0: is there one? 1: become it
 *
 * Not on a virtual machine: WalT's starts another kernel there, which it must not.
 *
 * Return: 0 if there is one, -ENOENT if not: then all is written to where it belongs with @run;
 * -EACCES if it cannot be executed.
 */
int image_script(struct boot *b, int run)
{
	const char *s;
	struct statx st;

	if (!is_qemu(b)) {
		for (s = scripts; *s; s += strlen(s) + 1) {
			if (sys_statx(AT_FDCWD, s, 0, STATX_MODE, &st))
				continue;
			if (!run)
				return st.stx_mode & 0111 ? 0 : -EACCES;
			return image_exec(b, s, NULL);
		}
	}
	if (run)
		sys_sync();
	return -ENOENT;
}

#ifdef CONFIG_KNIT_NODE_NOTIFY
/**
 * image_booted() - what is to be done once there is a server for logins
 * @b: the boot
 *
 * /run/uptime-ready tells WalT's tools what has been changed since then.
 *
 * Return: 0
 */
int image_booted(struct boot *b)
{
	int pid = sys_clone(SIGCHLD, NULL, NULL, 0, NULL);

	if (!pid)
		sys_exit(-image_exec(b, "/bin/on-bootup", NULL));
	sys_wait4(pid, NULL, 0, NULL);
	sys_unlink("/run/nologin");
	if (file_read("/proc/uptime", b->data, KNIT_LINE_MAX) > 0)
		file_put("/run/uptime-ready", b->data, O_WRONLY | O_CREAT | O_EXCL);
	return 0;
}
#endif
