// SPDX-License-Identifier: GPL-2.0-only
#include "../fmt/fmt.h"
#include "../../boards/board.h"

/**
 * struct firmware - the partition that holds kernel and root file system
 * @mtd: the partition
 * @master: the device it lies on
 * @offset: where it lies there
 * @rom: offset of the squashfs in the partition
 * @rom_size: bytes of the squashfs
 */
struct firmware {
	struct mtd mtd;
	struct mtd master;
	u32 offset;
	u32 rom;
	u32 rom_size;
};

/* Give the flash the partitions that its board has and the kernel has not made. */
static int flash_layout(struct boot *b, struct firmware *fw)
{
	const struct board *board = b->board;
	const struct part *p;
	struct mtd mtd;
	int err;
	int fd;

	try(b, "no flash device of this board");
	err = board ? mtd_find(b, board->mtd, &fw->master) : -ENODEV;
	if (err)
		return err;
	fd = mtd_open(b, &fw->master, O_RDWR);
	try(b, b->path);
	if (fd < 0)
		return fd;
	for (p = board->parts; !err && p < board->parts + board->nr_parts; p++) {
		if (!strcmp(p->name, "firmware"))
			fw->offset = p->offset;
		/* b->text is /proc/mtd as mtd_find() left it */
		if (procmtd_find(b->text, p->name, &mtd))
			err = mtd_add(fd, p->name, p->offset, p->size);
	}
	sys_close(fd);
	nodes_update(b);
	try(b, "adding partitions");
	return err ?: mtd_find(b, "firmware", &fw->mtd);
}

/* A firmware partition that the kernel has made, on any machine. */
static int flash_any(struct boot *b, struct firmware *fw)
{
	int err;

	try(b, "no partition rootfs or firmware");
	err = mtd_find(b, "firmware", &fw->mtd);
	return err ?: mtd_master(b, &fw->mtd, &fw->master, &fw->offset);
}

/*
 * The squashfs lies on an erase block behind the kernel, the first that has one.
 * A kernel that is no uImage is of unknown length: then all blocks are looked at.
 */
static int flash_rom(struct firmware *fw, int fd)
{
	u8 head[SQUASHFS_HEADER];
	u32 kernel;

	if (mtd_read(fd, 0, head, sizeof(head)) || uimage_size(head, &kernel))
		kernel = 1;
	for (fw->rom = round_up(kernel, fw->mtd.erasesize); fw->rom < fw->mtd.size;
	     fw->rom += fw->mtd.erasesize) {
		int err = mtd_read(fd, fw->rom, head, sizeof(head));

		if (err)
			return err;
		if (!squashfs_size(head, &fw->rom_size))
			return fw->rom_size > fw->mtd.size - fw->rom ? -EFBIG : 0;
	}
	return -ENOENT;
}

/* Make kernel, rootfs and rootfs_data out of the firmware, as OpenWrt names them. */
static int flash_split(struct boot *b, const struct firmware *fw)
{
	u32 data = round_up(fw->rom + fw->rom_size, fw->mtd.erasesize);
	int fd = mtd_open(b, &fw->master, O_RDWR);
	int err;

	if (fd < 0)
		return fd;
	err = mtd_add(fd, "kernel", fw->offset, fw->rom);
	if (!err)
		err = mtd_add(fd, "rootfs", fw->offset + fw->rom, fw->mtd.size - fw->rom);
	if (!err && data < fw->mtd.size)
		err = mtd_add(fd, "rootfs_data", fw->offset + data, fw->mtd.size - data);
	sys_close(fd);
	return err;
}

/* Find the squashfs and make its partition. */
static int flash_find(struct boot *b, struct mtd *rootfs)
{
	struct firmware fw;
	int err;
	int fd;

	err = flash_layout(b, &fw);
	if (err && IS_ENABLED(CONFIG_KNIT_FLASH_ANY))
		err = flash_any(b, &fw);
	if (err)
		return err;
	fd = mtd_open(b, &fw.mtd, O_RDONLY);
	if (fd < 0)
		return fd;
	try(b, "no squashfs behind the kernel");
	err = flash_rom(&fw, fd);
	sys_close(fd);
	if (err == -EFBIG)
		try(b, "squashfs is cut off");
	if (err)
		return err;
	try(b, "adding partitions");
	detail(b, "squashfs at 0x", hex(b, fw.rom), " of firmware, ",
	       dec(b, fw.rom_size >> 10), " KiB", NULL);
	err = flash_split(b, &fw);
	nodes_update(b);
	return err ?: mtd_find(b, "rootfs", rootfs);
}

/* The ROM in the flash: b->path becomes its block device. */
static int flash_rootfs(struct boot *b)
{
	struct mtd rootfs;
	int err = 0;

	if (mtd_find(b, "rootfs", &rootfs))
		err = flash_find(b, &rootfs);
	else
		detail(b, "squashfs on rootfs", NULL);
	mtd_block(b, &rootfs);
	return err;
}

/* The ROM on a disk. */
static int disk_rootfs(struct boot *b)
{
	int err = block_find(b, "PARTNAME=", "rootfs");

	if (!err)
		detail(b, "squashfs on ", b->path, NULL);
	return err;
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
	int err = flash_rootfs(b);

	if (err && IS_ENABLED(CONFIG_KNIT_BLOCK) && !disk_rootfs(b))
		err = 0;
	if (err)
		return err;
	try(b, b->path);
	err = mount_at(b->path, "/rom", "squashfs", MS_RDONLY, NULL);
	if (err)
		return err;
	b->rom = "/rom";
	b->root = b->rom;
	return 0;
}
