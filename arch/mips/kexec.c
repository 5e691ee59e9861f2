// SPDX-License-Identifier: GPL-2.0-only
/* mips: a new kernel gets what firmware passes: argc, argv, envp, bytes of memory. */
#include "../../init/fmt/fmt.h"
#include "../../init/kexec/kexec.h"

#define ALIGN_MEMORY	0x10000	/* malta, big endian, takes a page off (malta-dtshim.c) */

#define UHI_A0		0x2404fffe	/* li $4, -2: Unified Hosting Interface */
#define UHI_A1		0x8fe5001c	/* lw $5, 28($31): argv[0] */

/**
 * kexec_arch() - the segment that the new kernel is entered through
 * @k: has the kernel's segments
 *
 * It is the first, so that all that is copied after it drives it out of the data cache: where
 * instructions come from memory, it is there by then.
 *
 * Return: 0, or a negative errno.
 */
int kexec_arch(struct kexec *k)
{
	struct kexec_stub *s = &k->stub;
	struct span what = { (u8 *)s, sizeof(*s) + sizeof(k->cmdline) };
	const char *text = k->map.iomem;
	struct ram ram;
	u32 size = ALIGN_MEMORY - 1;
	u32 at;

	kexec_near(s);

	while ((text = iomem_next(text, &ram)))
		size += ram.to - ram.from + 1;
	size &= -ALIGN_MEMORY;
	memcpy(s->code, knit_stub, STUB_SIZE);
	join(s->memsize, s->memsize + sizeof(s->memsize), "memsize=", dec(&boot, size), NULL);
	s->memory = size;
	s->entry = KSEG0 | k->map.entry;
	if (IS_ENABLED(CONFIG_KNIT_KEXEC_DTB) && k->dtb_at) {
		s->argv[0] = KSEG0 | k->dtb_at;
		s->code[STUB_A0] = UHI_A0;
		s->code[STUB_A0 + 1] = UHI_A1;
	}
	at = segment_place(&k->map, what, KEXEC_BELOW);
	k->map.entry = at;
	s->argv[1] = (KSEG0 | at) + sizeof(*s);
	s->envp[0] = (KSEG0 | at) + offsetof(struct kexec_stub, memsize);
	return at ? 0 : -ENOSPC;
}
