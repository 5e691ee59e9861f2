// SPDX-License-Identifier: GPL-2.0-only
#include "../fmt/fmt.h"
#include "../../boards/board.h"

/* No path: a disk may be looked for before this is said, and b->path is used for that. */
#define OPENING	"opening the flash"

/**
 * struct firmware - the partition that holds kernel and root file system
 * @fd: the device it lies on, open for partitioning; the exec closes it
 * @at: where it lies there
 * @size: bytes
 * @erasesize: bytes
 * @rom: offset of the squashfs in it
 * @rom_size: bytes of the squashfs
 */
struct firmware {
	int fd;
	u32 at;
	u32 size;
	u32 erasesize;
	u32 rom;
	u32 rom_size;
};

/*
 * The board's layout: partitions that the kernel has not made itself are added.
 * b->text is /proc/mtd, as it was read last.
 */
static int flash_layout(struct boot *b, struct firmware *fw)
{
	const struct board *board = b->board;
	const struct part *p;
	struct mtd mtd;
	int err = -ENODEV;

	try(b, "no firmware, and no flash of a known board");
	if (board)
		err = procmtd_find(b->text, board->mtd, &mtd);
	if (err)
		return err;
	fw->at = 0;
	fw->size = 0;
	fw->erasesize = mtd.erasesize;
	try(b, OPENING);
	fw->fd = mtd_open(b, &mtd, O_RDWR);
	if (fw->fd < 0)
		return fw->fd;
	for (p = board->parts; !err && p < board->parts + board->nr_parts; p++) {
		if (!strcmp(p->name, "firmware")) {
			fw->at = p->at;
			fw->size = p->size;
		}
		if (procmtd_find(b->text, p->name, &mtd))
			err = mtd_add(b, fw->fd, p->name, p->at, p->size);
	}
	try(b, "adding partitions");
	return err;
}

/* A firmware partition that the kernel has made itself, on any machine. */
static int flash_any(struct boot *b, struct firmware *fw, const struct mtd *mtd)
{
	struct mtd master;
	int err;

	err = mtd_master(b, mtd, &master, &fw->at);
	if (err)
		return err;
	fw->size = mtd->size;
	fw->erasesize = mtd->erasesize;
	try(b, OPENING);
	fw->fd = mtd_open(b, &master, O_RDWR);
	return fw->fd < 0 ? fw->fd : 0;
}

/*
 * The squashfs lies on an erase block behind the kernel, the first that has one.
 * A kernel that is no uImage is of unknown length: then all blocks are looked at.
 */
static int flash_rom(struct firmware *fw)
{
	u8 head[SQUASHFS_HEADER];
	u32 kernel = 1;

	if (IS_ENABLED(CONFIG_KNIT_UIMAGE) && !read_at(fw->fd, fw->at, head, sizeof(head)))
		uimage_size(head, &kernel);
	for (fw->rom = round_up(kernel, fw->erasesize); fw->rom < fw->size;
	     fw->rom += fw->erasesize) {
		int err = read_at(fw->fd, fw->at + fw->rom, head, sizeof(head));

		if (err)
			return err;
		if (!squashfs_size(head, &fw->rom_size))
			return IS_ENABLED(CONFIG_KNIT_WORDS) &&
			       fw->rom_size > fw->size - fw->rom ? -EFBIG : 0;
	}
	return -ENOENT;
}

/* Make kernel, rootfs and rootfs_data out of the firmware, as OpenWrt names them. */
static int flash_split(struct boot *b, const struct firmware *fw)
{
	u32 data = round_up(fw->rom + fw->rom_size, fw->erasesize);
	u32 rom = fw->rom;
	int err;

	err = mtd_add(b, fw->fd, "kernel", fw->at, rom);
	if (!err)
		err = mtd_add(b, fw->fd, "rootfs", fw->at + rom, fw->size - rom);
	if (!err && data < fw->size)
		err = mtd_add(b, fw->fd, "rootfs_data", fw->at + data, fw->size - data);
	nodes_update(b);
	return err;
}

/* Find the squashfs and make its partition. */
static int flash_find(struct boot *b)
{
	struct firmware fw;
	struct mtd mtd;
	int err;

	if (IS_ENABLED(CONFIG_KNIT_FLASH_ANY) && !procmtd_find(b->text, "firmware", &mtd))
		err = flash_any(b, &fw, &mtd);
	else
		err = flash_layout(b, &fw);
	if (err)
		return err;
	nodes_update(b);
	try(b, "no squashfs behind the kernel");
	err = flash_rom(&fw);
	if (err == -EFBIG)
		try(b, "squashfs is cut off");
	if (err)
		return err;
	try(b, "adding partitions");
	detail(b, "squashfs at 0x", hex(b, fw.rom), " of firmware, ",
	       dec(b, fw.rom_size >> 10), " KiB", NULL);
	return flash_split(b, &fw);
}

/**
 * flash_rootfs() - find the ROM in the flash
 * @b: the boot; b->path becomes its block device
 *
 * Return: 0, or a negative errno, with b->step.
 */
int flash_rootfs(struct boot *b)
{
	struct mtd rootfs;
	int err = mtd_find(b, "rootfs", &rootfs);

	if (!err && IS_ENABLED(CONFIG_KNIT_FLASH_ANY)) {
		detail(b, "squashfs on rootfs", NULL);
	} else {
		err = flash_find(b);
		if (!err)
			err = mtd_find(b, "rootfs", &rootfs);
	}
	if (!err)
		mtd_block(b, &rootfs);
	return err;
}
