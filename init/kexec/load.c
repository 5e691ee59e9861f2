// SPDX-License-Identifier: GPL-2.0-only
#include "../fmt/fmt.h"
#include "kexec.h"

/**
 * kexec_room() - find room in memory for what the new kernel is to find
 * @b: b->kexec.map tells what is there; b->text is /proc/iomem
 * @size: bytes
 *
 * Return: its physical address, 0 if there is none.
 */
unsigned long kexec_room(struct boot *b, unsigned long size)
{
	return segments_room(&b->kexec.map, b->text, size, KEXEC_BELOW);
}

/**
 * kexec_place() - put something where there is room
 * @b: see kexec_room()
 * @what: the bytes
 * @at: takes the physical address; 0 if there is nothing
 *
 * Return: 0, or a negative errno.
 */
int kexec_place(struct boot *b, struct span what, unsigned long *at)
{
	*at = 0;
	if (!what.len)
		return 0;
	*at = kexec_room(b, what.len);
	return segment_add(&b->kexec.map, what, *at, what.len);
}

/* The kernel's segments, by what its file is. */
static int kernel_open(struct boot *b)
{
	struct kexec *k = &b->kexec;
	struct span *file = &k->files[KERNEL_FILE];
	u32 load = 0;
	u32 entry = 0;
	int err;

	if (IS_ENABLED(CONFIG_KNIT_KEXEC_UIMAGE)) {
		err = uimage_open(file, &load, &entry);
		if (err > 0) {
			try(b, "a compressed uImage, which nothing here unpacks");
			return -EINVAL;
		}
		if (err && err != -ENOEXEC)
			return err;
	}
	err = -ENOEXEC;
	if (IS_ENABLED(CONFIG_KNIT_KEXEC_ELF))
		err = kernelelf(*file, &k->map);
	if (IS_ENABLED(CONFIG_KNIT_KEXEC_UIMAGE) && err == -ENOEXEC && load) {
		k->map.entry = physical(entry);
		err = segment_add(&k->map, *file, physical(load), file->len);
	}
	return err;
}

/* All of it in memory, and where it is going to be. */
static int kernel_prepare(struct boot *b)
{
	struct kexec *k = &b->kexec;
	unsigned int i;
	int err;

	for (i = 0; i < ARRAY_SIZE(k->files); i++) {
		err = kexec_read(b, k->words.word[i], k->files + i);
		if (err)
			return err;
	}
	try(b, k->words.word[KERNEL_FILE]);
	k->map.nr = KEXEC_FIRST;
	err = kernel_open(b);
	if (err)
		return err;
	try(b, "memory");
	text_read(b, "/proc/iomem");
	return kexec_place(b, k->files[KERNEL_INITRD], &k->initrd_at) ?:
	       kexec_place(b, k->files[KERNEL_DTB], &k->dtb_at) ?:
	       kexec_arch(b) ?: segments_check(&k->map, b->text) ?: kexec_cmdline(b);
}

/**
 * kexec_load() - load another kernel, and check all that can be checked
 * @b: b->kexec.words tells which
 *
 * Return: 0, or a negative errno, with b->step.
 */
int kexec_load(struct boot *b)
{
	struct kexec *k = &b->kexec;
	int err = -NO_CALL;

	if (IS_ENABLED(CONFIG_KNIT_KEXEC_FILE) && !k->words.word[KERNEL_DTB])
		err = kexec_file(b);
	if (IS_ENABLED(CONFIG_KNIT_KEXEC_LOAD) && err == -NO_CALL) {
		err = kernel_prepare(b);
		if (err)
			return err;
		try(b, "kexec");
		err = sys_kexec_load(k->map.entry, k->map.nr, k->map.segments, 0);
	}
	return err == -NO_CALL ? -ENODEV : err;	/* words for it */
}
