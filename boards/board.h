/* SPDX-License-Identifier: GPL-2.0-only */
/* What knit knows of a machine before it has looked at it. */
#ifndef KNIT_BOARD_H
#define KNIT_BOARD_H

/**
 * struct part - a flash partition
 * @name: its name
 * @at: bytes from the start of the master device
 * @size: bytes
 */
struct part {
	const char *name;
	unsigned int at;
	unsigned int size;
};

/**
 * struct board - a machine
 * @name: as messages call it
 * @compatible: a string of the device tree's root `compatible`
 * @machine: what /proc/cpuinfo has behind `machine`, on machines without a tree
 * @mtd: name of the flash device that @parts divides
 * @parts: its partitions; those that the kernel has not made itself are added
 * @nr_parts: how many
 */
struct board {
#ifdef CONFIG_KNIT_BOARD_DETECT
	const char *name;
	const char *compatible;
	const char *machine;
#endif
	const char *mtd;
	const struct part *parts;
	unsigned int nr_parts;
};

extern const struct board *const boards[];
extern const unsigned int nr_boards;

/* What a board is recognised by: dropped where nothing asks. */
#ifdef CONFIG_KNIT_BOARD_DETECT
#define BOARD_ID(n, c, m)	.name = (n), .compatible = (c), .machine = (m),
#else
#define BOARD_ID(n, c, m)
#endif

#endif /* KNIT_BOARD_H */
