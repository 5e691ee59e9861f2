// SPDX-License-Identifier: GPL-2.0-only
/*
 * arm64: the kernel that loads another one hands no device tree over but with
 * kexec_file_load(2). The stub does; it runs from wherever it was put, with the MMU off.
 */
#include "../../init/fmt/fmt.h"
#include "../../init/kexec/kexec.h"

__asm__(".section .text.knit_stub,\"ax\",%progbits\n"
	".globl	knit_stub\n"
	".balign 4\n"
	"knit_stub:\n"
	"	ldr	x0, 1f\n"	/* the device tree */
	"	mov	x1, xzr\n"	/* Documentation/arch/arm64/booting.rst: these are 0 */
	"	mov	x2, xzr\n"
	"	mov	x3, xzr\n"
	"	ldr	x4, 1f + 8\n"	/* the kernel's entry */
	"	br	x4\n"
	"1:\n");			/* struct kexec_stub: dtb, entry */

extern const u32 knit_stub[6];

/**
 * kexec_arch() - what the new kernel is entered through
 * @k: has its entry and the device tree
 *
 * Return: 0, or a negative errno.
 */
int kexec_arch(struct kexec *k)
{
	struct kexec_stub *s = &k->stub;
	struct span what = { (u8 *)s, sizeof(*s) };

	memcpy(s->code, knit_stub, sizeof(s->code));
	s->dtb = k->dtb_at;
	s->entry = k->map.entry;
	k->map.entry = segment_place(&k->map, what, KEXEC_BELOW);
	return k->map.entry ? 0 : -ENOSPC;
}
