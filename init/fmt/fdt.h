/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Flattened device trees (Devicetree Specification 0.4, chapter 5), and what is made of
 * them or goes with them to another kernel.
 */
#ifndef KNIT_FDT_H
#define KNIT_FDT_H

#define FDT_HEADER	40	/* bytes; words of it: */
#define FDT_MAGIC	0xd00dfeed
#define FDT_TOTALSIZE	1
#define FDT_STRUCT	2
#define FDT_STRINGS	3
#define FDT_RESERVED	4
#define FDT_VERSION	5
#define FDT_COMPATIBLE	6
#define FDT_CPU		7
#define FDT_STRINGS_SIZE 8
#define FDT_STRUCT_SIZE	9

#define FDT_17		17	/* the version that all tools have written since 2007 */
#define FDT_DEPTH	64	/* nodes within nodes; as the kernel, FDT_MAX_DEPTH */
#define FDT_RESERVES	1024	/* entries of the memory reservation block */

#define FDT_NODE	1	/* tokens; the first is FDT_BEGIN_NODE elsewhere */
#define FDT_END_NODE	2
#define FDT_PROP	3
#define FDT_NOP		4
#define FDT_END		9

/**
 * struct fdt - a place in a device tree
 * @from: the token that was read last
 * @at: the one behind it
 * @end: where the structure block ends
 * @strings: the names of properties
 * @strings_size: bytes of these, the last one is NUL
 * @name: of the node or the property that was read last
 * @value: of the property, in words as in the tree
 * @len: bytes of it
 * @depth: how many nodes we are in
 */
struct fdt {
	const u32 *from;
	const u32 *at;
	const u32 *end;
	const char *strings;
	u32 strings_size;
	const char *name;
	const u32 *value;
	u32 len;
	u32 depth;
};

/* fdt.c */
int fdt_open(struct fdt *f, struct span tree);
int fdt_next(struct fdt *f);
int fdt_child(struct fdt *f, const char *name);
int fdt_prop(struct fdt *f, const char *name);

/**
 * struct fdt_change - what a tree is to tell the next kernel
 * @bootargs: its command line
 * @initrd: address of its initrd
 * @initrd_len: bytes of that, 0: there is none
 * @iomem: /proc/iomem, for a tree that knows of no memory; or NULL
 */
struct fdt_change {
	const char *bootargs;
	u64 initrd;
	u32 initrd_len;
	const char *iomem;
};

/* Bytes that fdt_edit() may add, beside the command line: 200 ranges of memory */
#define FDT_SPARE	4096

/* fdtedit.c */
int fdt_edit(u32 *to, u32 room, struct span from, const struct fdt_change *c);

/**
 * struct fit - what the default configuration of a FIT consists of
 * @kernel: as it is to be started
 * @fdt: the device tree, len is 0 if the configuration has none
 * @ramdisk: likewise
 * @load: where a kernel for mips belongs if it has no known format, 0: that is not told
 * @entry: where such a one is entered
 * @wrong: the node or the property that an error is about
 */
struct fit {
	struct span kernel;
	struct span fdt;
	struct span ramdisk;
	u32 load;
	u32 entry;
	const char *wrong;
};

/* fit.c: a flattened image tree, "uImage.FIT" */
int fit_read(struct span image, struct fit *fit);

/**
 * struct zimage - what a kernel for arm says about itself
 * @len: bytes of it; a device tree may follow in the file
 * @unpacked: bytes that it takes once it is unpacked, its bss among them
 * @offset: from the start of RAM to where it unpacks itself
 * @work: bytes that it needs behind itself while it does
 */
struct zimage {
	u32 len;
	u32 unpacked;
	u32 offset;
	u32 work;
};

/* zimage.c */
#define ZIMAGE_MAGIC	0x016f2818
#define ZIMAGE_MOST	0x8000000 /* it looks for the start of RAM in steps of 128 MiB */
int zimage_read(struct span image, struct zimage *z);

/**
 * struct image - what a kernel for arm64 or riscv64 says about itself
 * @offset: from a multiple of 2 MiB to where it belongs
 * @size: bytes that it takes there, its bss among them
 */
struct image {
	u32 offset;
	u32 size;
};

/* image.c */
#define IMAGE_ARM64	0x644d5241	/* "ARM\x64" */
#define IMAGE_RISCV64	0x05435352	/* "RSC\x05" */
#define IMAGE_MOST	0x20000000	/* bytes: ten times what the largest have */
int image_read(struct span file, u32 magic, struct image *image);

#endif /* KNIT_FDT_H */
