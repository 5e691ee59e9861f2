/* SPDX-License-Identifier: GPL-2.0-only */
/* mips: what lies in front of the new kernel's command line, as one segment with it */
#ifndef KNIT_MIPS_KEXEC_H
#define KNIT_MIPS_KEXEC_H

#define KEXEC_CMDLINE	4096	/* COMMAND_LINE_SIZE, arch/mips/include/uapi/asm/setup.h */
#define KEXEC_BELOW	0x20000000	/* what KSEG0 shows */
#define KSEG0		0x80000000

/**
 * struct kexec_stub - where the new kernel is entered from, and what firmware would give it
 * @code: arch/mips/stub.c
 * @entry: where the kernel begins
 * @memory: bytes of memory
 * @argv: no name, and the command line; or the device tree
 * @envp: @memsize, and the end
 * @memsize: "memsize=" and the bytes of memory
 */
struct kexec_stub {
	u32 code[7];
	u32 entry;
	u32 memory;
	u32 argv[2];
	u32 envp[2];
	char memsize[20];
};

#define STUB_SIZE	28	/* of @code */
#define STUB_A0		1	/* place in @code of what loads a0; a1 is next */

/* stub.c */
extern const u8 knit_stub[STUB_SIZE];

#endif /* KNIT_MIPS_KEXEC_H */
