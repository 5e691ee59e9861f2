// SPDX-License-Identifier: GPL-2.0-only
#include "../knit.h"

#include <linux/netlink.h>

#define AF_NETLINK	16	/* include/linux/socket.h */
#define SOCK_RAW	3	/* the same on every CPU, as SOCK_DGRAM is not */
#define PAUSE		1	/* seconds; what tells no event is looked at again then */

/**
 * uevent_open() - listen to what the kernel says of new devices
 *
 * Return: the socket, or a negative errno (kernels without network).
 */
int uevent_open(void)
{
	struct sockaddr_nl addr = { .nl_family = AF_NETLINK, .nl_groups = 1 };
	int fd = sys_socket(AF_NETLINK, SOCK_RAW | O_CLOEXEC, NETLINK_KOBJECT_UEVENT);

	sys_bind(fd, &addr, sizeof(addr));
	return fd;
}

/**
 * uevent_wait() - wait for a new device, at most for a second
 * @b: the boot
 * @fd: the socket
 */
void uevent_wait(struct boot *b, int fd)
{
	struct __kernel_timespec pause = { .tv_sec = PAUSE };
	struct knit_poll poll = { fd, POLLIN, 0 };

	watchdog_feed(b);
	if (sys_ppoll(&poll, 1, &pause, NULL, 0) > 0)
		sys_read(fd, b->text, KNIT_LOG_MAX);
	nodes_update(b);
}
