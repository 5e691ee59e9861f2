/* SPDX-License-Identifier: GPL-2.0-only */
/* What is on a device: fmt/superblock.c; struct boot holds one. */
#ifndef KNIT_FMT_PROBE_H
#define KNIT_FMT_PROBE_H

#define SUPERBLOCK_LABEL 766	/* 255 characters of UTF-16 as UTF-8, and a NUL */

/**
 * struct probe - what is on a device
 * @type: type of the file system, as blkid(8) calls it, or "swap"
 * @driver: that for mount(2), if it can hold a whole system, else NULL
 * @uuid: its UUID or serial number, empty if it has none
 * @label: its label, empty if it has none
 */
struct probe {
	const char *type;
	const char *driver;
	char uuid[37];
	char label[SUPERBLOCK_LABEL];
};

#endif /* KNIT_FMT_PROBE_H */
