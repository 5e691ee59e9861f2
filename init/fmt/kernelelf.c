// SPDX-License-Identifier: GPL-2.0-only
/* A kernel that is an ELF file: vmlinux, and vmlinuz on mips, which unpacks itself. */
#include "fmt.h"
#include "kernel.h"

#ifdef __mips__
#define ELF_MACHINE	8	/* include/uapi/linux/elf-em.h, EM_MIPS */
#elif defined(__riscv)
#define ELF_MACHINE	243
#elif defined(__aarch64__)
#define ELF_MACHINE	183
#elif defined(__arm__)
#define ELF_MACHINE	40
#else
#define ELF_MACHINE	62	/* EM_X86_64 */
#endif

/**
 * kernelelf() - what an ELF kernel is to have where
 * @file: the file, at an address that is a multiple of 8
 * @k: has none of both yet: gets the segments, and the entry
 *
 * Return: 0; -ENOEXEC if it is no ELF file for this CPU; -EINVAL if it is damaged.
 */
int kernelelf(struct span file, struct kernel *k)
{
	const struct elf_header *h = (const void *)file.at;
	const struct elf_segment *s = (const void *)(h + 1);
	unsigned int n;

	if (file.len < sizeof(*h) || memcmp(h, ELF_START, sizeof(ELF_START) - 1) ||
	    h->machine != ELF_MACHINE)
		return -ENOEXEC;
	if (h->segments != sizeof(*h) || h->nr * sizeof(*s) > file.len - sizeof(*h))
		return -EINVAL;
	for (n = h->nr; n--; s++) {
		unsigned long at = physical(s->paddr);
		struct span part = { .len = s->size };

		if (s->type != PT_LOAD)
			continue;
		if (s->offset > file.len || s->size > file.len - s->offset)
			return -EINVAL;
		part.at = file.at + s->offset;
		if (segment_add(k, part, at, s->memsize))
			return -EINVAL;
		if (h->entry - s->vaddr < s->size)
			k->entry = at + h->entry - s->vaddr;
	}
	return k->entry ? 0 : -EINVAL;
}
