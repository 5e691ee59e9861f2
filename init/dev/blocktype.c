// SPDX-License-Identifier: GPL-2.0-only
#include "../fmt/fmt.h"

/**
 * block_type() - what file system a device holds
 * @b: the boot; b->path is the device, b->type becomes the type
 *
 * Return: 0, -ENODATA if it is none that can be an overlay, or another errno.
 */
int block_type(struct boot *b)
{
	int fd = file_open(b->path, O_RDONLY);
	int err;

	if (fd < 0)
		return fd;
	err = read_at(fd, 0, b->text, BLOCKTYPE_HEADER);
	sys_close(fd);
	if (err)
		return err;
	b->type = block_fstype((u32 *)b->text);
	return b->type ? 0 : -ENODATA;
}
