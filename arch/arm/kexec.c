// SPDX-License-Identifier: GPL-2.0-only
/*
 * arm: a zImage. It needs no stub: the kernel that loads it looks for the segment with a device
 * tree and leaves its address in r2 (arch/arm/kernel/machine_kexec.c).
 */
#include "../../init/fmt/fmt.h"
#include "../../init/kexec/kexec.h"

#define ZIMAGE_BLOCK	0x8000000ul /* for a zImage, RAM begins at a multiple of this */
#define ZIMAGE_STACK	0x10000		/* its stack of 4 KiB, its bss, and the rest of a page */

/**
 * kexec_image() - put a zImage right behind where it unpacks itself
 * @b: b->kexec has the file
 *
 * Farther down it would have to move first. A device tree that follows it in the file is its
 * own, if none was named.
 *
 * Return: 0, or a negative errno, with b->step.
 */
int kexec_image(struct boot *b)
{
	struct kexec *k = &b->kexec;
	struct span file = k->files[KERNEL_FILE];
	struct span *tree = &k->files[KERNEL_DTB];
	unsigned long at = iomem_kernel(k->map.iomem) & -ZIMAGE_BLOCK;
	struct span rest, none = { NULL, 0 };
	struct zimage z;
	struct fdt f;
	int err = zimage_read(file, &z);

	if (err)
		return err;
	rest.at = file.at + z.len;
	rest.len = file.len - z.len;
	if (!tree->len && !fdt_open(&f, rest))
		*tree = rest;
	file.len = z.len;

	/* is there memory? nothing is put there */
	err = segment_add(&k->map, none, at + z.offset, z.unpacked);
	k->map.nr = 0;
	at = round_up(at + z.offset + z.unpacked, KERNEL_PAGE);
	k->map.entry = at;
	k->map.above = at;
	return err ?: segment_add(&k->map, file, at, z.len + z.work + ZIMAGE_STACK);
}
