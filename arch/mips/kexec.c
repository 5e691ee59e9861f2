// SPDX-License-Identifier: GPL-2.0-only
/* mips: a new kernel gets what firmware passes: argc, argv, envp, bytes of memory. */
#include "../../init/fmt/fmt.h"
#include "../../init/kexec/kexec.h"

#define ALIGN_MEMORY	0x10000	/* malta, big endian, takes a page off (malta-dtshim.c) */
#define UHI		-2	/* a0 if a1 is a device tree: Unified Hosting Interface */

extern const u8 knit_stub[STUB_SIZE];

/* Bytes of memory, as the firmware counts them. */
static u32 memory_size(struct boot *b)
{
	const char *text = b->text;
	struct ram ram;
	u32 size = 0;

	while ((text = iomem_next(text, &ram)))
		size += ram.to - ram.from + 1;
	return round_up(size, ALIGN_MEMORY);
}

/**
 * kexec_arch() - the segment that the new kernel is entered through
 * @b: b->kexec has the kernel's segments; b->text is /proc/iomem
 *
 * It is the first, so that all that is copied after it drives it out of the data cache: where
 * instructions come from memory, it is there by then.
 *
 * Return: 0, or a negative errno.
 */
int kexec_arch(struct boot *b)
{
	struct kexec *k = &b->kexec;
	struct kexec_stub *s = &k->stub;
	struct span what = { (u8 *)s, sizeof(*s) + sizeof(k->cmdline) };
	u32 at = kexec_room(b, what.len);
	unsigned int nr = k->map.nr;
	u32 size = memory_size(b);
	int err;

	memcpy(s, knit_stub, STUB_SIZE);
	at |= KSEG0;
	s->args[0] = ARRAY_SIZE(s->argv);
	s->args[1] = at + offsetof(struct kexec_stub, argv);
	s->args[2] = at + offsetof(struct kexec_stub, envp);
	s->args[3] = size;
	s->entry = KSEG0 | k->map.entry;
	s->argv[0] = at + sizeof(*s);
	s->argv[1] = at + sizeof(*s);
	s->envp[0] = at + offsetof(struct kexec_stub, memsize);
	join(s->memsize, s->memsize + sizeof(s->memsize), "memsize=", dec(b, size), NULL);
	if (k->files[KERNEL_DTB].len) {
		s->args[0] = UHI;
		s->args[1] = KSEG0 | k->dtb_at;
	}
	k->map.entry = physical(at);
	k->map.nr = 0;
	err = segment_add(&k->map, what, physical(at), what.len);
	k->map.nr = nr;
	return err;
}
