// SPDX-License-Identifier: GPL-2.0-only
#include "../fmt/fmt.h"
#include "kexec.h"

#define IMAGE_ALIGN	0x200000	/* Documentation/arch/{arm64,riscv}/…/boot*.rst */
#define IMAGE_HEAD		0x10000		/* the code may begin this much behind the Image */

/**
 * kexec_image() - put an Image where the running kernel is
 * @b: b->kexec has the file
 *
 * There is memory, and nothing of a firmware's.
 *
 * Return: 0, or a negative errno, with b->step.
 */
int kexec_image(struct boot *b)
{
	struct kexec *k = &b->kexec;
	unsigned long at = iomem_kernel(k->map.iomem);
	struct image image;
	int err = image_read(k->files[KERNEL_FILE], KEXEC_IMAGE, &image);

	if (err)
		return err;
	at = (at + IMAGE_ALIGN - 1 - IMAGE_HEAD) & -(unsigned long)IMAGE_ALIGN;
	at += KEXEC_OFFSET(image.offset);
	k->map.entry = at;
	k->map.above = at + image.size;
	return segment_add(&k->map, k->files[KERNEL_FILE], at, image.size);
}
