// SPDX-License-Identifier: GPL-2.0-only
#include "../fmt/fmt.h"

struct early {
	const char *type;
	const char *dir;
	unsigned long flags;
	const char *data;
};

/* Flags as OpenWrt's init and Debian's initramfs use them. */
static const struct early early_mounts[] = {
	{ "proc", "/proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL },
	{ "sysfs", "/sys", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL },
	{ "devtmpfs", "/dev", MS_NOSUID | MS_NOEXEC, "mode=0755" },
	{ "tmpfs", "/tmp", MS_NOSUID | MS_NODEV | MS_NOATIME, "mode=1777" },
};

/*
 * Descriptors 0 to 2 come from the kernel, which opened the console of the cpio:
 * they would keep the old root alive (kernels from 7.0 on can drop it whole).
 */
static void early_console(void)
{
	int fd = sys_openat(AT_FDCWD, "/dev/console", O_RDWR | O_NOCTTY, 0);
	int i;

	if (fd < 0)
		fd = sys_openat(AT_FDCWD, "/dev/null", O_RDWR, 0);
	if (fd < 0)
		return;
	for (i = 0; i < 3; i++)
		if (i != fd)
			sys_dup3(fd, i, 0);
	if (fd > 2)
		sys_close(fd);
}

/**
 * stage_early() - what everything else stands on
 * @b: the boot
 *
 * /proc, /sys, /dev and /tmp, the console, the command line, the watchdog. What
 * is mounted already is left as it is.
 *
 * Return: 0, or the errno of the last mount that failed.
 */
int stage_early(struct boot *b)
{
	const struct early *m;
	int result = 0;
	int err;

	if (b->mode == MODE_ROUTER)
		sys_unlinkat(AT_FDCWD, "/dev/console", 0);
	for (m = early_mounts; m < early_mounts + ARRAY_SIZE(early_mounts); m++) {
		err = mount_at(m->type, m->dir, m->type, m->flags, m->data);
		if (err && err != -EBUSY) {
			b->step = m->dir;
			result = err;
			if (IS_ENABLED(CONFIG_KNIT_NODES) && m->data && m->dir[1] == 'd')
				nodes_make(b);
		}
	}
	early_console();
	file_read("/proc/cmdline", b->cmdline, KNIT_CMDLINE_MAX);
	cmdline_split(b->cmdline);
	watchdog_open(b);
	return result;
}
