/* SPDX-License-Identifier: GPL-2.0-only */
/* Another kernel: what is to be where in memory before it starts. */
#ifndef KNIT_KERNEL_H
#define KNIT_KERNEL_H

#include "../knit.h"	/* struct span */

#include <linux/kexec.h>

#ifndef KEXEC_SEGMENT_MAX		/* kernels before 6.8 keep it to themselves */
#define KEXEC_SEGMENT_MAX 16
#endif

/* The kernel's own pages: segments begin and end with them. Stand-alone: the smallest. */
#if defined(CONFIG_PAGE_SIZE_64KB) || defined(CONFIG_ARM64_64K_PAGES)
#define KERNEL_PAGE	0x10000ul
#elif defined(CONFIG_PAGE_SIZE_16KB) || defined(CONFIG_ARM64_16K_PAGES)
#define KERNEL_PAGE	0x4000ul
#else
#define KERNEL_PAGE	0x1000ul
#endif

/* From an address that a kernel is linked to, to where that is. */
#ifdef __mips__
#define physical(at)	((at) << 3 >> 3)	/* KSEG0, KSEG1: no constant to load */
#else
#define physical(at)	((unsigned long)(at))
#endif

/**
 * struct kernel - a kernel as kexec_load(2) takes it
 * @iomem: /proc/iomem: what memory there is
 * @above: what else there is has its place above this; but on mips
 * @entry: physical address at which it starts
 * @nr: how many segments there are
 * @segments: what is to be where; the list is filled from its end, so the last comes first
 */
struct kernel {
	const char *iomem;
	unsigned long above;
	unsigned long entry;
	unsigned int nr;
	struct kexec_segment segments[KEXEC_SEGMENT_MAX];
};

/* The first of them */
static inline struct kexec_segment *segments_of(struct kernel *k)
{
	return k->segments + KEXEC_SEGMENT_MAX - k->nr;
}

/* segments.c */
int segment_add(struct kernel *k, struct span what, unsigned long at, unsigned long room);
unsigned long segment_place(struct kernel *k, struct span what, unsigned long below);

/**
 * struct ram - a range of memory
 * @from: its first byte
 * @to: its last byte
 */
struct ram {
	unsigned long from;
	unsigned long to;
};

/* iomem.c */
const char *iomem_next(const char *text, struct ram *ram);
unsigned long iomem_kernel(const char *text);

/* kernelelf.c */
int kernelelf(struct span file, struct kernel *k);

/* uimage.c */
int uimage_open(struct span *file, u32 *load, u32 *entry);

/* cmdagain.c */
char *cmdline_again(char *to, const char *end, const char *words, const char *append);

#endif /* KNIT_KERNEL_H */
