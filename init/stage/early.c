// SPDX-License-Identifier: GPL-2.0-only
#include "../fmt/fmt.h"

/*
 * Descriptors 0 to 2 come from the kernel, which opened the console of the cpio:
 * they would keep the old root alive (kernels from 7.0 on can drop it whole). If
 * there was none there, they are free, and nothing else shall get them.
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
 * Return: 0, or the errno of the last step that failed.
 */
int stage_early(struct boot *b)
{
	int err = mounts_early(b);
	int n;

	early_console();
	n = file_read("/proc/cmdline", b->cmdline, KNIT_CMDLINE_MAX);
	if (n < 0) {
		try(b, "/proc/cmdline");
		err = n;
	}
	cmdline_split(b->cmdline);
	watchdog_open(b);
	return err;
}
