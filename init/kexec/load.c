// SPDX-License-Identifier: GPL-2.0-only
#include "../fmt/fmt.h"
#include "kexec.h"

/*
 * Take off what is around the kernel. Return: 0 if that tells where it belongs, -ENOEXEC if
 * nothing does, or why there is none.
 */
static int kernel_unwrap(struct boot *b, u32 *load, u32 *entry)
{
	int err = -ENOEXEC;

	if (IS_ENABLED(CONFIG_KNIT_KEXEC_FIT))
		err = kexec_fit(b, load, entry);
	if (IS_ENABLED(CONFIG_KNIT_KEXEC_UIMAGE) && err == -ENOEXEC)
		err = uimage_open(&boot.kexec.files[KERNEL_FILE], load, entry);
	if (err > 0) {
		try(b, "compressed uImage");
		err = -EINVAL;
	}
	return err;
}

/* The kernel's segments, by what its file is; one of no known format is where it was told. */
static int kernel_open(struct boot *b)
{
	struct kexec *k = &boot.kexec;
	struct span *file = &k->files[KERNEL_FILE];
	u32 load;
	u32 entry;
	int told = kernel_unwrap(b, &load, &entry);
	int err = -ENOEXEC;

	if (told && told != -ENOEXEC)
		return told;
	if (!IS_ENABLED(CONFIG_MIPS))
		return kexec_image(b);
	if (IS_ENABLED(CONFIG_KNIT_KEXEC_ELF))
		err = kernelelf(*file, &k->map);
	if (err != -ENOEXEC || told)
		return err;
	k->map.entry = physical(entry);
	return segment_add(&k->map, *file, physical(load), file->len);
}

/* The initrd or the device tree, where there is room. */
static int file_place(enum kernel_word which, unsigned long *at)
{
	struct kexec *k = &boot.kexec;

	*at = 0;
	if (!k->files[which].len)
		return 0;
	*at = segment_place(&k->map, k->files[which], KEXEC_BELOW);
	return *at ? 0 : -ENOSPC;
}

/* All of it in memory, and where it is going to be. */
static int kernel_prepare(struct boot *b)
{
	struct kexec *k = &boot.kexec;
	unsigned int i;
	int err;

	for (i = 0; i < KERNEL_FILES; i++) {
		err = kexec_read(b, k->words.word[i], k->files + i);
		if (err)
			return err;
	}
	if (!KERNEL_TREE && k->words.word[KERNEL_DTB])
		return -EINVAL;		/* it is not ours to load */
	if (IS_ENABLED(CONFIG_KNIT_KEXEC_VERIFY)) {
		err = kexec_verify(b);
		if (err)
			return err;
	}
	text_read(b, "/proc/iomem");
	try(b, k->words.word[KERNEL_FILE]);
	k->map.iomem = b->text;
	k->map.nr = KEXEC_FIRST;
	return kernel_open(b) ?:
	       file_place(KERNEL_INITRD, &k->initrd_at) ?:
	       kexec_cmdline(b) ?:
	       (IS_ENABLED(CONFIG_KNIT_KEXEC_DTB) ? kexec_tree(b) : 0) ?:
	       (KERNEL_TREE ? file_place(KERNEL_DTB, &k->dtb_at) : 0) ?:
	       kexec_arch(b);
}

/**
 * kexec_load() - load another kernel, and check all that can be checked
 * @b: boot.kexec.words tells which
 *
 * Return: 0, or a negative errno, with b->step.
 */
int kexec_load(struct boot *b)
{
	struct kexec *k = &boot.kexec;
	int err = -NO_CALL;

	if (IS_ENABLED(CONFIG_KNIT_KEXEC_FILE) && !k->words.word[KERNEL_DTB] &&
	    !kexec_on_flash(k->words.word[KERNEL_FILE]) &&
	    !kexec_on_flash(k->words.word[KERNEL_INITRD]))
		err = kexec_file(b);
	/* -ENOEXEC: an Image on riscv64, a uImage or a FIT */
	if (IS_ENABLED(CONFIG_KNIT_KEXEC_LOAD) && (err == -NO_CALL || err == -ENOEXEC)) {
		err = kernel_prepare(b);
		if (err)
			return err;
		try(b, "kexec");
		err = sys_kexec_load(k->map.entry, k->map.nr, k->map.segments, 0);
	}
	return err == -NO_CALL ? -ENODEV : err;	/* words for it */
}
