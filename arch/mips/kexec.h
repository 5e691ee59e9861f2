/* SPDX-License-Identifier: GPL-2.0-only */
/* mips: what lies in front of the new kernel's command line, as one segment with it */
#ifndef KNIT_MIPS_KEXEC_H
#define KNIT_MIPS_KEXEC_H

#define KEXEC_CMDLINE	4096	/* COMMAND_LINE_SIZE, arch/mips/include/uapi/asm/setup.h */
#define KEXEC_FIRST	1	/* the stub's segment comes before the kernel's */
#define KEXEC_BELOW	0x20000000	/* what KSEG0 shows */
#define KSEG0		0x80000000

/**
 * struct kexec_stub - where the new kernel is entered from, and what firmware would give it
 * @begin: the first instructions: arch/mips/stub.c
 * @entry: where the kernel begins
 * @memory: bytes of memory
 * @argv: the command line is the second; the stub sets it
 * @envp: @memsize, set likewise, and the end
 * @code: the other instructions
 * @memsize: "memsize=" and the bytes of memory
 */
struct kexec_stub {
	u32 begin[2];
	u32 entry;
	u32 memory;
	u32 argv[2];
	u32 envp[2];
	u32 code[9];
	char memsize[20];
};

#define STUB_SIZE	68	/* up to @memsize: stub.c */
#define STUB_A0		4	/* place in @code of what loads a0; a1 is next */

/* stub.c */
extern const u8 knit_stub[STUB_SIZE];

#endif /* KNIT_MIPS_KEXEC_H */
