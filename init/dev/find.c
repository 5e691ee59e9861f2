// SPDX-License-Identifier: GPL-2.0-only
#include "../fmt/fmt.h"

/* A node may be there before its device. */
static int node_find(struct boot *b, const char *node)
{
	int fd;

	if (strcmp(path(b, node, NULL), node))
		return -E2BIG;
	fd = file_open(b->path, O_RDONLY);
	if (fd < 0)
		return fd;
	sys_close(fd);
	return 0;
}

/**
 * probe_find() - find a device by what a person has written
 * @b: the boot; b->path becomes its node. b->text is used
 * @spec: PARTLABEL=, PARTUUID=, or a node; with CONFIG_KNIT_PROBE also PARTNAME=, UUID= or
 *        LABEL=
 *
 * Return: 0, -ENODEV if there is none, -EINVAL if there can be none, or another errno.
 */
int probe_find(struct boot *b, const char *spec)
{
	const char *value = after(spec, PARTLABEL);

	if (IS_ENABLED(CONFIG_KNIT_PROBE) && !value)
		value = after(spec, "PARTNAME=");
	if (value)
		return block_find(b, value);
	value = after(spec, "PARTUUID=");
	if (value)
		return partuuid_find(b, value);
	if (spec[0] == '/')
		return node_find(b, spec);
	return IS_ENABLED(CONFIG_KNIT_PROBE) ? superblock_find(b, spec) : -EINVAL;
}
