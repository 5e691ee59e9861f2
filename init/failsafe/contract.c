// SPDX-License-Identifier: GPL-2.0-only
/* What OpenWrt's files and programs expect of failsafe, and what ends with it. */
#include "failsafe.h"

#define HOSTNAME	"OpenWrt-failsafe"
#define NODENAME	65	/* include/uapi/linux/utsname.h, struct new_utsname */
#define MARK		"/tmp/failsafe"		/* the boot was asked not to go on */
#define LOCK		"/tmp/.failsafe"	/* /etc/profile shows a banner if it is there */
#define UPGRADE		"/tmp/sysupgrade"	/* prefix, path, command: a NUL between */

/**
 * failsafe_enter() - everything that failsafe is, but for its programs
 * @b: the boot
 *
 * /tmp/.failsafe is the lock that OpenWrt's sysupgrade releases by ending the process
 * whose number is in it: ours.
 */
void failsafe_enter(struct boot *b)
{
	b->failsafe = FAILSAFE_NOW;
	window_close(b);
	if (!IS_ENABLED(CONFIG_KNIT_FAILSAFE_NET))
		net_close(b);
	led_show(b, LED_SHOW_FAILSAFE);
	if (b->rom)
		rom_enter(b);
	mount_at("devpts", "/dev/pts", "devpts", MS_NOSUID | MS_NOEXEC, NULL);
	sys_uname(b->names);
	sys_sethostname(HOSTNAME, sizeof(HOSTNAME) - 1);
	file_make(MARK, "");
	file_make(LOCK, "1");
	if (IS_ENABLED(CONFIG_KNIT_FAILSAFE_NET))
		net_open(b);
}

/**
 * failsafe_leave() - undo it, for the boot that goes on
 * @b: the boot
 *
 * What the real init sets by itself, or finds as a name only, stays.
 */
void failsafe_leave(struct boot *b)
{
	sys_kill(-1, SIGKILL);
	b->failsafe = FAILSAFE_LEFT;
	net_close(b);
	if (!b->rom)
		sys_umount2("/rom", MNT_DETACH);	/* the boot mounts it itself */
	sys_sethostname(b->names + NODENAME, NODENAME - 1);	/* with its NULs */
	sys_unlink(MARK);
	sys_unlink(LOCK);
	led_show(b, LED_SHOW_BOOT);
}

/**
 * sysupgrade() - become the program that writes a new firmware, if that was prepared
 * @b: the boot
 *
 * As OpenWrt's init does it: chroot to the prefix, /sbin/upgraded IMAGE COMMAND. Returns
 * if there is nothing of that kind.
 */
void sysupgrade(struct boot *b)
{
	char *argv[4];
	char *prefix = b->text + KNIT_LOG_MAX;	/* LEDs use what is before it */
	int n = file_read(UPGRADE, prefix, KNIT_DATA_MAX);

	if (n <= 0 || !*prefix)
		return;
	prefix[n + 1] = '\0';
	words_list(prefix, argv, 3);
	argv[0] = "/sbin/upgraded";
	path(b, prefix, argv[0], NULL);
	try(b, b->path);
	n = file_open(b->path, O_RDONLY);
	if (n >= 0) {
		sys_kill(-1, SIGKILL);
		led_show(b, LED_SHOW_UPGRADE);
		sys_chroot(prefix);	/* upgraded goes back by its current directory */
		n = sys_execve(argv[0], argv, environment(b));
	}
	report(b, n);
}
