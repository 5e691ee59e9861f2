// SPDX-License-Identifier: GPL-2.0-only
/* The kernel and the root come from a server: nothing here can be started, or is to be. */
#include "../fmt/fmt.h"
#include "../../boards/board.h"
#include "../failsafe/failsafe.h"
#include "../kexec/kexec.h"

/**
 * netboot_asked() - is the machine to boot from the network, whatever there is in the flash?
 * @b: the boot
 *
 * Return: whether it is: the command line says so, or the board; but not in a kernel that was
 * itself started so, often enough.
 */
int netboot_asked(struct boot *b)
{
	if (kexec_spent(b))
		return 0;
	return option(b, "knit.netboot") || option(b, "knit.netboot=") ||
	       (b->board && b->board->netboot);
}

/* Machines that have failed together are not to come back together. */
static int again_later(struct boot *b)
{
	u32 ms = netboot_jitter(b, CONFIG_KNIT_NETBOOT_BACKOFF * 1000000) / 1000;

	say(b, "restart in ", dec(b, ms / 1000), " seconds", NULL);
	report(b, 0);
	for (; ms > 1000; ms -= 1000) {
		watchdog_feed(b);
		net_wait(-1, 0, 1000000);
	}
	b->flags = LINUX_REBOOT_CMD_RESTART;
	return restart(b);
}

/**
 * stage_netboot() - boot from the network
 * @b: the boot
 *
 * Return: only if that was not to be, or failed: 1 if there is a root and nobody has asked for
 * the network; a negative errno, with b->step.
 */
int stage_netboot(struct boot *b)
{
	int asked = netboot_asked(b);
	int fds[KEXEC_FDS];
	int err;

	if (!asked && b->rom)
		return 1;
	b->netboot.last = !asked;
	try(b, "another kernel, again");
	err = !kexec_spent(b) ? netboot_get(b) : -EPERM;
	if (!err) {
		netboot_fds(b, fds);
		err = kexec_fds(b, fds, NULL, b->netboot.cmdline);
	}
	net_close(b);
	if (!asked || err == -ECANCELED)
		return err;
	report(b, err);
	return again_later(b);
}
