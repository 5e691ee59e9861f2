// SPDX-License-Identifier: GPL-2.0-only
#include "cmd.h"

#define NOTHING	2	/* blkid's exit status */

static void probe_line(const char *key, const char *value)
{
	if (!*value)
		return;
	print(key);
	print(value);
	print("\n");
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
	probe_line("DEVNAME=", b->path);
	probe_line("LABEL=", p.label);
	probe_line("UUID=", p.uuid);
	probe_line("TYPE=", p.type);
	return 0;
}
