// SPDX-License-Identifier: GPL-2.0-only
#include "../fmt/fmt.h"

#include <mtd/ubi-user.h>

#define UBI_DIR		"/sys/class/ubi"
#define UBI_PART	"ubi"

/* Is this ubiX_Y the volume b->want? */
static int ubi_is(struct boot *b, const char *dir, const char *name)
{
	size_t len = strlen(b->want);

	path(b, dir, "/", name, "/name", NULL);
	if (text_read(b, b->path) <= 0 ||
	    strncmp(b->text, b->want, len) || b->text[len] != '\n')
		return 0;
	path(b, "/dev/", name, NULL);
	return 1;
}

/* A child's work: attaching reads two pages of each block, seconds on a large NAND. */
static int ubi_attach(struct boot *b)
{
	struct ubi_attach_req req = { .ubi_num = UBI_DEV_NUM_AUTO };
	struct mtd mtd;
	int fd;

	procmtd_find(b->text, UBI_PART, &mtd);	/* found before */
	req.mtd_num = mtd.index;
	fd = file_open("/dev/ubi_ctrl", O_RDONLY);
	return fd < 0 ? fd : sys_ioctl(fd, UBI_IOCATT, &req);	/* -EEXIST: it is attached */
}

/**
 * ubi_find() - find a UBI volume by its name
 * @b: the boot; b->path becomes its node
 * @name: the name
 *
 * A partition named ubi is attached first, as OpenWrt's kernels do by themselves.
 *
 * Return: 0, or -ENODEV.
 */
int ubi_find(struct boot *b, const char *name)
{
	struct mtd mtd;

	if (!mtd_find(b, UBI_PART, &mtd)) {
		child_run(b, ubi_attach, CONFIG_KNIT_CHILD_TIMEOUT);
		nodes_update(b);
	}
	b->want = name;
	return dir_each(b, UBI_DIR, ubi_is) == 1 ? 0 : -ENODEV;
}
