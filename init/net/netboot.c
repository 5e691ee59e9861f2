// SPDX-License-Identifier: GPL-2.0-only
/* A boot from the network, up to a kernel that lies in memory. */
#include "net.h"
#include "../kexec/kexec.h"

#define MFD_CLOEXEC	1	/* include/uapi/linux/memfd.h */
#define PLACES		2	/* where servers keep what a machine asks for */

/* Where names begin, on the server of the next step: WalT has both. */
static void place_set(struct boot *b, unsigned int place)
{
	struct uri *base = &b->netboot.base;
	int http = !place && IS_ENABLED(CONFIG_KNIT_NETBOOT_HTTP);

	base->server = lease_next(&b->netboot.lease);
	base->http = http;
	base->port = http ? PORT_HTTP : PORT_TFTP;
	join(base->path, base->path + URI_PATH, http ? "/boot/" : "/", NULL);
	b->netboot.hurry = http;
}

/* What need not be there. */
static int fetch_optional(struct boot *b, const char *name, enum netboot_fd to)
{
	int err = fetch(b, name, to);

	return is_missing(err) ? 0 : err;
}

/* A device tree, or a file that says that none is needed. */
static int tree_get(struct boot *b)
{
	int err;

	if (IS_ENABLED(CONFIG_X86_64) || !KERNEL_TREE)
		return 0;
	err = fetch(b, "dtb", NETBOOT_DTB);
	if (is_missing(err))
		err = fetch(b, "nodtb", NETBOOT_SCRIPT);
	return err;
}

/* The kernel is there; what belongs to it lies beside it. */
static int rest_get(struct boot *b)
{
	struct netboot *nb = &b->netboot;
	static const char words[] = CONFIG_KNIT_NETBOOT_CMDLINE;
	char *end = nb->cmdline + sizeof(nb->cmdline);

	nb->hurry = 0;
	nb->base = nb->uri;
	try(b, "command line");
	if (vars_expand(&nb->vars, words, words + sizeof(words) - 1, nb->cmdline, end) == end - 1)
		return -E2BIG;
	return tree_get(b) ?: fetch_optional(b, "initrd", NETBOOT_INITRD);
}

/* Without a script, a kernel: beside all others, or in a folder of the machine's own. */
static int kernel_get(struct boot *b)
{
	static const char *const names[] = { "kernel", "nodes/${mac}/${model}/kernel" };
	unsigned int i;
	int err = -ENOENT;

	for (i = 0; i < ARRAY_SIZE(names) && is_missing(err); i++) {
		const char *s = names[i];
		char name[DHCP_CLASS + 64];

		vars_expand(&b->netboot.vars, s, s + strlen(s), name, name + sizeof(name));
		err = fetch_kernel(b, name);
		try(b, b->data);	/* it was in @name */
	}
	return err;
}

static int script_get(struct boot *b)
{
	return fetch(b, "start.ipxe", NETBOOT_SCRIPT) ?: script_begin(b, NETBOOT_SCRIPT);
}

/*
 * There is a kernel. A server that gets to know this machine just now may have had no script when
 * it was asked for one, so the script that lies beside the kernel counts, if there is one now:
 * *@err tells what came of it.
 */
static int script_late(struct boot *b, int *err)
{
	struct netboot *nb = &b->netboot;

	nb->hurry = 0;
	nb->base = nb->uri;
	*err = script_get(b);
	if (is_missing(*err))
		return 0;
	sys_ftruncate(nb->fds[NETBOOT_KERNEL], 0);
	*err = *err ?: script_run(b);
	return 1;
}

/* A file that somebody has named is a script or a kernel. */
static int named_get(struct boot *b, const char *name)
{
	int err = fetch_kernel(b, name);

	if (err)
		return err;
	err = script_begin(b, NETBOOT_KERNEL);
	if (err == -ENOEXEC || err == -EFBIG)
		return rest_get(b);
	sys_ftruncate(b->netboot.fds[NETBOOT_KERNEL], 0);
	return err ?: script_run(b);
}

/* Is there something at this place? What was found there may yet have failed: *@err tells. */
static int place_try(struct boot *b, const char *folder, unsigned int place, int kernel, int *err)
{
	struct netboot *nb = &b->netboot;

	place_set(b, place);
	*err = *folder ? uri_parse(folder, &nb->base, &nb->base) : 0;
	if (*err)
		return 1;
	*err = kernel ? kernel_get(b) : script_get(b);
	if (kernel && !*err) {
		if (IS_ENABLED(CONFIG_KNIT_NETBOOT_IPXE) && script_late(b, err))
			return 1;
		*err = rest_get(b);
	}
	if (*err)
		return !is_missing(*err) && !nb->hurry;
	nb->hurry = 0;
	if (!kernel)
		*err = script_run(b);
	return 1;
}

/* What somebody has named, or else what servers have, a script first. */
static int files_get(struct boot *b)
{
	const char *name = option(b, "knit.netboot=") ?: "";
	int kernel = !IS_ENABLED(CONFIG_KNIT_NETBOOT_IPXE);
	unsigned int place;
	int err;

	if (!*name)
		name = b->netboot.lease.file;
	place_set(b, PLACES - 1);
	if (*name && name[strlen(name) - 1] != '/')
		return named_get(b, name);
	for (; kernel <= 1; kernel++)
		for (place = 0; place < PLACES; place++)
			if (place_try(b, name, place, kernel, &err))
				return err;
	return err;
}

/* In a child: what is wrong is said here, where it is known. */
static int netboot_work(struct boot *b)
{
	struct netboot *nb = &b->netboot;
	int err = netboot_machine(b) ?: dhcp_get(b);

	if (!err) {
		address_text(b->data, b->data + sizeof(b->data), nb->lease.ip);
		detail(b, nb->name, ": ", b->data, ", ", nb->machine, NULL);
		netboot_say(b, 0);
		err = netboot_vars(b) ?: files_get(b);
	}
	if (err) {
		netboot_say(b, err);
		return err;
	}
	text_write(nb->fds[NETBOOT_CMDLINE], nb->cmdline);
	return 0;
}

/**
 * netboot_get() - get a kernel and what belongs to it from the network
 * @b: the boot; b->netboot.fds and cmdline become what was got
 *
 * Parsers of what others have sent, and waiting, are a child's work: what it has got lies in
 * memory that process 1 has opened.
 *
 * Return: 0, or a negative errno, with b->step; what has failed has been reported.
 */
int netboot_get(struct boot *b)
{
	struct netboot *nb = &b->netboot;
	struct sysinfo info;
	unsigned int i;
	int err;

	net_open(b);		/* who has called us puts things back */
	try(b, "files in memory");
	for (i = 0; i < NETBOOT_FDS; i++) {
		if (nb->fds[i] > 0)
			sys_close(nb->fds[i]);
		nb->fds[i] = sys_memfd_create("knit", MFD_CLOEXEC);
		if (nb->fds[i] < 0)
			return -ENODEV;
	}
	sys_sysinfo(&info);
	nb->most = info.totalram / 8 < 0x20000000 ? info.totalram / 8 * 3 : 0x60000000;
	err = child_run(b, netboot_work, CONFIG_KNIT_NETBOOT_TIMEOUT);
	try(b, "nothing is started");
	return err ?: netboot_read(b, NETBOOT_CMDLINE, nb->cmdline, sizeof(nb->cmdline));
}

/**
 * netboot_fds() - what of it there is
 * @b: the boot
 * @fds: takes KEXEC_FDS descriptors, -1 for what there is not
 */
void netboot_fds(struct boot *b, int *fds)
{
	unsigned int i;

	for (i = 0; i < KEXEC_FDS; i++)
		fds[i] = netboot_size(b, i) ? b->netboot.fds[i] : -1;
}
