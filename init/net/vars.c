// SPDX-License-Identifier: GPL-2.0-only
/* What is known of the machine and its network, for servers and scripts. */
#include "net.h"

#include "../../boards/board.h"

#define DMI	"/sys/class/dmi/id/"

static int address_set(struct boot *b, const char *name, u32 addr)
{
	char text[ADDRESS_TEXT];

	if (!addr)
		return 0;
	address_text(text, text + sizeof(text), addr);
	return vars_set(&b->netboot.vars, name, text);
}

/* A line of the firmware's; not all have one. */
static int dmi_set(struct boot *b, const char *name, const char *file)
{
	char *s = b->text;

	if (text_read(b, file) <= 0)
		return 0;
	while (*s && *s != '\n')
		s++;
	*s = '\0';
	return vars_set(&b->netboot.vars, name, b->text);
}

/* Where the root is, if the server has not said it. */
static int root_set(struct boot *b)
{
	static const char root[] = CONFIG_KNIT_NETBOOT_ROOT;
	struct netboot *nb = &b->netboot;

	if (*nb->lease.root)
		return vars_set(&nb->vars, "root-path", nb->lease.root);
	vars_expand(&nb->vars, root, root + sizeof(root) - 1, b->data,
		    b->data + sizeof(b->data));
	return vars_set(&nb->vars, "root-path", b->data);
}

/**
 * netboot_vars() - what scripts, and the command line, may name
 * @b: the boot; b->netboot.lease is known
 *
 * Return: 0, or -ENOSPC, with b->step.
 */
int netboot_vars(struct boot *b)
{
	struct netboot *nb = &b->netboot;
	struct vars *v = &nb->vars;
	const struct lease *l = &nb->lease;
	char mac[MAC_TEXT];
	char hyphens[MAC_TEXT];

	try(b, "variables");
	v->len = 0;
	mac_text(mac, nb->mac, ':');
	mac_text(hyphens, nb->mac, '-');
	return vars_set(v, "mac", mac) ?:
	       vars_set(v, "mac:hexhyp", hyphens) ?:
	       vars_set(v, "ifname", nb->name) ?:
	       vars_set(v, "model", nb->machine + strlen(NETBOOT_CLASS)) ?:
	       vars_set(v, "hostname", l->host) ?:
	       vars_set(v, "filename", l->file) ?:
	       address_set(b, "ip", l->ip) ?:
	       address_set(b, "netmask", l->mask) ?:
	       address_set(b, "gateway", l->gateway) ?:
	       address_set(b, "next-server", lease_next(l)) ?:
	       dmi_set(b, "manufacturer", DMI "sys_vendor") ?:
	       dmi_set(b, "product", DMI "product_name") ?:
	       root_set(b);
}

/**
 * netboot_machine() - what is said of this machine to a DHCP server
 * @b: the boot; the command line is read. b->netboot.machine becomes it
 *
 * The model is what the command line says, or the board, or the configuration; else it is made
 * of what the device tree says.
 *
 * Return: 0, or -E2BIG, with b->step.
 */
int netboot_machine(struct boot *b)
{
	char *at = b->netboot.machine;
	char *end = at + sizeof(b->netboot.machine);
	const char *model = option(b, "walt.node.model=");

	if (!model && b->board)
		model = b->board->netboot;
	if (!model && sizeof(CONFIG_KNIT_NETBOOT_MODEL) > 1)
		model = CONFIG_KNIT_NETBOOT_MODEL;
	try(b, "model of the machine");
	at = join(at, end, NETBOOT_CLASS, model, NULL);
	if (!model) {
		text_read(b, "/proc/device-tree/compatible");
		at = model_text(at, end, b->text);
	}
	return at == end - 1 ? -E2BIG : 0;
}
