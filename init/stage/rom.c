// SPDX-License-Identifier: GPL-2.0-only
#include "../knit.h"

#define MTD_LINE	40	/* bytes; /proc/mtd without a device has its heading only, 31 */
#define DISK_WAIT	5000000	/* us */

/*
 * The ROM on a disk. Disks come up by themselves; a machine without any flash device waits
 * for one.
 */
static int disk_rootfs(struct boot *b)
{
	u32 wait = 0;
	int err;

	if (!IS_ENABLED(CONFIG_KNIT_ROOT)) {
		err = block_find(b, "rootfs");
	} else {
		if (text_read(b, "/proc/mtd") < MTD_LINE)
			wait = DISK_WAIT;
		err = root_wait(b, PARTLABEL "rootfs", 0, wait);
	}
	if (!err) {
		b->on_disk = 1;
		detail(b, "squashfs on ", b->path, NULL);
	}
	return err;
}

/*
 * In PID 1 for flash, which answers or fails at once and is not written to; the clone
 * would be a fortieth of the whole boot. A disk may be retried for minutes: a child.
 */
static int rom_mount(struct boot *b)
{
	return mount_at(b->path, "/rom", "squashfs", MS_RDONLY, NULL);
}

/**
 * stage_flash() - find the read-only root in the flash and mount it
 * @b: the boot; b->rom and b->root are set
 *
 * Where there is none in the flash, a disk may have one.
 *
 * Return: 0, or a negative errno.
 */
int stage_flash(struct boot *b)
{
	int err = IS_ENABLED(CONFIG_KNIT_FLASH) ? flash_rootfs(b) : -ENODEV;

	if (err && IS_ENABLED(CONFIG_KNIT_BLOCK) && !disk_rootfs(b))
		err = 0;
	if (err)
		return err;
	try(b, b->path);
	err = IS_ENABLED(CONFIG_KNIT_BLOCK) && b->on_disk ?
	      child_run(b, rom_mount, CONFIG_KNIT_CHILD_TIMEOUT) : rom_mount(b);
	if (err)
		return err;
	b->rom = "/rom";
	b->root = b->rom;
	return 0;
}
