// SPDX-License-Identifier: GPL-2.0-only
#include "../fmt/fmt.h"
#include "kexec.h"

/* Who is not asked for a device tree on the command line may name one all the same. */
#define NO_TREE	(!KERNEL_TREE && (IS_ENABLED(CONFIG_KNIT_CONFIG) || \
				  IS_ENABLED(CONFIG_KNIT_KEXEC_FD)))

/*
 * Take off what is around the kernel. Return: 0 if that tells where it belongs, -ENOEXEC if
 * nothing does, or why there is none.
 */
static int kernel_unwrap(struct boot *b, struct span *file, u32 *load, u32 *entry)
{
	int err = -ENOEXEC;

	if (IS_ENABLED(CONFIG_KNIT_KEXEC_FIT))
		err = kexec_fit(b, load, entry);
	if (IS_ENABLED(CONFIG_KNIT_KEXEC_UIMAGE) && err == -ENOEXEC)
		err = uimage_open(file, load, entry);
	if (err > 0) {
		try(b, "compressed uImage");
		err = -EINVAL;
	}
	return err;
}

/* The kernel's segments, by what its file is; one of no known format is where it was told. */
static int kernel_open(struct boot *b, struct kexec *k)
{
	struct span *file = &k->files[KERNEL_FILE];
	u32 load;
	u32 entry;
	int told = kernel_unwrap(b, file, &load, &entry);
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
static int file_place(struct kexec *k, enum kernel_word which, unsigned long *at)
{
	if (!k->files[which].len)
		return 0;
	*at = segment_place(&k->map, k->files[which], KEXEC_BELOW);
	return *at ? 0 : -ENOSPC;
}

/* All of it in memory, and where it is going to be. */
static int kernel_prepare(struct boot *b, struct kexec *k)
{
	unsigned int i;
	int err;

	/* the kernel comes last: it is what any further error is about */
	for (i = KERNEL_FILES; i--;) {
		err = kexec_read(b, k->words.word[i], k->files + i);
		if (err)
			return err;
	}
	if (IS_ENABLED(CONFIG_KNIT_KEXEC_VERIFY)) {
		err = kexec_verify(b);
		if (err)
			return err;
		try(b, k->words.word[KERNEL_FILE]);
	}
	text_read(b, "/proc/iomem");
	k->map.iomem = b->text;
	return kernel_open(b, k) ?:
	       file_place(k, KERNEL_INITRD, &k->initrd_at) ?:
	       kexec_cmdline(b, k) ?:
	       (IS_ENABLED(CONFIG_KNIT_KEXEC_DTB) ? kexec_tree(b) : 0) ?:
	       (KERNEL_TREE ? file_place(k, KERNEL_DTB, &k->dtb_at) : 0) ?:
	       kexec_arch(k);
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

	kexec_near(k);
	if (NO_TREE && k->words.word[KERNEL_DTB])
		return -EINVAL;		/* there is none on this machine */
	if (IS_ENABLED(CONFIG_KNIT_KEXEC_FILE) &&
	    (!KERNEL_TREE || !k->words.word[KERNEL_DTB]) &&
	    !kexec_on_flash(k->words.word[KERNEL_FILE]) &&
	    !kexec_on_flash(k->words.word[KERNEL_INITRD]))
		err = kexec_file(b, k);
	/* -ENOEXEC: an Image on riscv64, a uImage or a FIT */
	if (IS_ENABLED(CONFIG_KNIT_KEXEC_LOAD) && (err == -NO_CALL || err == -ENOEXEC)) {
		err = kernel_prepare(b, k);
		if (err)
			return err;
		try(b, k->words.word[KERNEL_FILE]);
		err = sys_kexec_load(k->map.entry, k->map.nr, segments_of(&k->map), 0);
	}
	return err == -NO_CALL ? -ENODEV : err;	/* words for it */
}
