// SPDX-License-Identifier: GPL-2.0-only
#include "../knit.h"

/**
 * console_take() - put descriptors 0 to 2 on a console
 * @path: its node
 *
 * Those that PID 1 begins with were opened by the kernel on the cpio's own node and
 * would keep the old root alive (kernels from 7.0 on can drop it whole). If there was
 * none, they are free, and nothing else shall get them.
 *
 * Return: 0, or a negative errno.
 */
int console_take(const char *path)
{
	int fd = sys_open(path, O_RDWR | O_NOCTTY, 0);
	int i;

	if (fd < 0)
		return fd;
	for (i = 0; i < 3; i++)
		sys_dup3(fd, i, 0);	/* -EINVAL if it is that one already */
	if (fd > 2)
		sys_close(fd);
	return 0;
}
