// SPDX-License-Identifier: GPL-2.0-only
#include "../fmt/fmt.h"
#include "../../boards/board.h"

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
static int flash_layout(struct boot *b, struct firmware *fw, const struct board *board)
{
	const struct part *p;
	struct mtd mtd;
	int err = 0;

	fw->at = 0;
	fw->size = 0;
	for (p = board->parts; !err && p < board->parts + board->nr_parts; p++) {
		if (!strcmp(p->name, "firmware")) {
			fw->at = p->at;
			fw->size = p->size;
		}
		if (procmtd_find(b->text, p->name, &mtd))
			err = mtd_add(b, fw->fd, p->name, p->at, p->size);
	}
	return err;
}

#ifdef CONFIG_KNIT_SLOTS
/**
 * mtd_laid_out() - find a partition, which the board's layout may have and the kernel not
 * @b: the boot
 * @name: its name
 * @mtd: what /proc/mtd says of it
 *
 * Return: 0, or a negative errno.
 */
int mtd_laid_out(struct boot *b, const char *name, struct mtd *mtd)
{
	struct firmware fw;
	int err = mtd_find(b, name, mtd);

	if (err != -ENODEV || !b->board || procmtd_find(b->text, b->board->mtd, mtd))
		return err;
	fw.fd = file_open(mtd_path(b, mtd), O_RDWR);
	if (fw.fd < 0)
		return fw.fd;
	err = flash_layout(b, &fw, b->board);
	sys_close(fw.fd);
	nodes_update(b);
	return err ?: mtd_find(b, name, mtd);
}
#endif

/*
 * The squashfs lies on an erase block behind the kernel, the first that has one.
 * A kernel that is no uImage is of unknown length: then all blocks are looked at.
 */
static int flash_rom(struct firmware *fw)
{
	u32 head[SQUASHFS_HEADER / 4];
	u32 at = 0;

	do {
		u32 kernel = 1;
		int err = read_at(fw->fd, fw->at + at, head, sizeof(head));

		if (err)
			return err;
		if (!at) {
			if (IS_ENABLED(CONFIG_KNIT_UIMAGE))
				uimage_size(head, &kernel);
		} else if (!squashfs_size(head, &fw->rom_size)) {
			fw->rom = at;
			return 0;
		}
		at = round_up(at + kernel, fw->erasesize);
	} while (at < fw->size);
	return -ENOENT;
}

/* Make a partition that goes to the end of the firmware. */
static int flash_add(struct boot *b, const struct firmware *fw, const char *name, u32 from)
{
	return mtd_add(b, fw->fd, name, fw->at + from, fw->size - from);
}

/* Make kernel, rootfs and rootfs_data out of the firmware, as OpenWrt names them. */
static int flash_split(struct boot *b, const struct firmware *fw)
{
	u32 data = round_up(fw->rom + fw->rom_size, fw->erasesize);
	int err;

	err = mtd_add(b, fw->fd, "kernel", fw->at, fw->rom);
	if (!err)
		err = flash_add(b, fw, "rootfs", fw->rom);
	if (!err && data < fw->size)
		err = flash_add(b, fw, "rootfs_data", data);
	nodes_update(b);
	return err;
}

/*
 * Find the squashfs and make its partition: in a firmware partition that the kernel has
 * made itself, on any machine; else in the board's.
 */
static int flash_find(struct boot *b)
{
	const struct board *board = NULL;
	struct firmware fw;
	struct mtd mtd;
	int err;

	if (IS_ENABLED(CONFIG_KNIT_FLASH_ANY) && !procmtd_find(b->text, "firmware", &mtd)) {
		err = mtd_master(b, &mtd, &fw.at);
		fw.size = mtd.size;
	} else {
		try(b, "no firmware, and no flash of a known board");
		board = b->board;
		err = board ? procmtd_find(b->text, board->mtd, &mtd) : -ENODEV;
		if (!err)
			mtd_path(b, &mtd);
	}
	if (err)
		return err;
	/* no path: a disk may be looked for before this is said, and b->path is used for that */
	try(b, "opening the flash");
	fw.erasesize = mtd.erasesize;
	fw.fd = file_open(b->path, O_RDWR);
	if (fw.fd < 0)
		return fw.fd;
	try(b, "adding partitions");
	if (board)
		err = flash_layout(b, &fw, board);
	if (err)
		return err;
	nodes_update(b);
	try(b, "no squashfs behind the kernel");
	err = flash_rom(&fw);
	if (err)
		return err;
	if (IS_ENABLED(CONFIG_KNIT_WORDS) && fw.rom_size > fw.size - fw.rom) {
		try(b, "squashfs is cut off");
		return -EFBIG;
	}
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
