// SPDX-License-Identifier: GPL-2.0-only
#include "cmd.h"

#define NOTHING	2	/* blkid's exit status */

static void probe_line(struct boot *b, const char *key, const char *value)
{
	join(b->text, b->text + sizeof(b->text), key, value, "\n", NULL);
	if (*value)
		print(b->text);
}

/**
 * cmd_probe() - tell what is on a device, as `blkid -o export` does
 * @b: for messages; the argument is the device, in any form that probe_find() knows
 *
 * Return: 0, NOTHING, or a negative errno, with b->step.
 */
int cmd_probe(struct boot *b)
{
	const char *spec = b->argv[0];
	struct probe p;
	int err = -ENXIO;

	try(b, spec);
	if (spec)
		err = probe_find(b, spec);
	if (!err)
		err = probe_device(b, b->path, &p);
	if (err)
		return err == -ENODATA ? NOTHING : err;
	probe_line(b, "DEVNAME=", b->path);
	probe_line(b, "LABEL=", p.label);
	probe_line(b, "UUID=", p.uuid);
	probe_line(b, "TYPE=", p.type);
	return 0;
}
