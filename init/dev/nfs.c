// SPDX-License-Identifier: GPL-2.0-only
/* A directory of an NFS server, mounted by mount(2) alone: the kernel does all the talking. */
#include "../net/net.h"

/*
 * Once a second: the server has just been switched on too, or somebody looks for the cable.
 * The first reason is said at once, by the child, since nothing of a child is left.
 */
static int nfs_work(struct boot *b)
{
	static const struct __kernel_timespec second = { .tv_sec = 1 };
	int said = 0;
	int err;

	for (;;) {
		err = net_static(b);
		if (!err)
			err = mount_at(b->path, b->want, "nfs", b->flags, b->data);
		if (!err || err == -EINVAL || err == -ENODEV)
			return err;
		if (!said++)
			report(b, err);
		sys_rt_sigtimedwait(&b->none, NULL, &second, sizeof(b->none));
	}
}

/**
 * nfs_mount() - mount a directory of an NFS server
 * @b: the boot; b->path is address:/directory, b->flags are MS_…; b->data is used
 * @target: where to; made if it is missing
 * @options: see nfs_options()
 * @seconds: how long to try
 *
 * The kernel asks the server's portmapper for NFS 3, over lo if it thinks that best, so that
 * is brought up.
 *
 * Return: 0, -EINVAL also where there is no address, -ENODEV if the kernel has no NFS,
 * -ETIMEDOUT, or another negative errno, with b->step.
 */
int nfs_mount(struct boot *b, const char *target, const char *options, unsigned int seconds)
{
	int err = nfs_options(b->data, b->data + sizeof(b->data), b->path, options);

	try(b, b->path);
	if (err)
		return err;
	net_lo(b);
	b->want = target;
	return child_run(b, nfs_work, seconds);
}
