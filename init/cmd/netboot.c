// SPDX-License-Identifier: GPL-2.0-only
#include "cmd.h"
#include "../kexec/kexec.h"

/* The names of what is fetched, in the order of enum kernel_word; the last is a text. */
static const char fetched[] = "kernel\0initrd\0dtb\0signature\0";

static int netboot_show(struct boot *b)
{
	const char *name = fetched;
	unsigned int i;

	for (i = 0; *name; i++, name += strlen(name) + 1) {
		u32 size = netboot_size(b, i);

		if (!size)
			continue;
		say(b, name, ": ", dec(b, size), " bytes", NULL);
		netboot_say(b, 0);
	}
	print("cmdline: ");
	print(b->netboot.cmdline);
	print("\n");
	return 0;
}

/**
 * cmd_netboot() - what stage_netboot() does, from a system that runs
 * @b: for messages; the arguments are -n or --dry-run: tell what would be started; and the
 *     interface, which may be up already
 *
 * Return: the exit status, or a negative errno, with b->step.
 */
int cmd_netboot(struct boot *b)
{
	int fds[KEXEC_FDS];
	int dry = 0;
	int err;

	for (; *b->argv; b->argv++) {
		if (!strcmp(*b->argv, "-n") || !strcmp(*b->argv, "--dry-run"))
			dry = 1;
		else
			b->netboot.only = *b->argv;
	}
	cmdline_read(b);
	b->root = "";
	b->netboot.command = 1;
	err = netboot_get(b);
	if (dry) {
		net_close(b);
		return err ?: netboot_show(b);
	}
	if (err)
		return err;
	netboot_fds(b, fds);
	kexec_fds_name(b, fds, NULL, b->netboot.cmdline);
	return kexec_running(b);
}
