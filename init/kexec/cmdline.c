// SPDX-License-Identifier: GPL-2.0-only
#include "../fmt/fmt.h"
#include "kexec.h"

#if CONFIG_KNIT_KEXEC_LIMIT > 1 || defined(CONFIG_KNIT_KEXEC_COMMAND)
/* How many kernels have started another one since power-on: each has told the next one. */
static u32 kexec_count(struct boot *b)
{
	u32 n = 0;

	number(option(b, KEXEC_COUNT) ?: "", 10, &n);
	return n;
}
#else
#define kexec_count(b)	0	/* kexec_spent(): else it would not start another one */
#endif

/**
 * kexec_cmdline() - the new kernel's command line
 * @b: the boot
 * @k: gets it
 *
 * What is knit's comes first: behind `--` nobody would find it.
 *
 * Return: 0, or -E2BIG, with b->step.
 */
int kexec_cmdline(struct boot *b, struct kexec *k)
{
	const char *append = k->words.word[KERNEL_CMDLINE];
	const char *words = "";
	const char *end = k->cmdline + sizeof(k->cmdline);
	char *at = join(k->cmdline, end, KEXEC_COUNT,
			KEXEC_ONCE ? "1" : dec(b, kexec_count(b) + 1), NULL);

	try(b, "command line");
	/* arch/mips/kernel/setup.c would add these to what a tree tells */
	if (!KERNEL_TREE_NEEDED && k->initrd_at && (!KERNEL_TREE || !k->files[KERNEL_DTB].len))
		at = join(at, end, " rd_start=", dec(b, k->initrd_at | 0x80000000),
			  " rd_size=", dec(b, k->files[KERNEL_INITRD].len), NULL);
	if (!append) {
		append = k->words.word[KERNEL_APPEND];
		words = b->cmdline;
	}
	return cmdline_again(at, end, words, append) == end - 1 ? -E2BIG : 0;
}
