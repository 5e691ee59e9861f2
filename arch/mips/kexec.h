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
 * @begin: the first instructions, which lead over the next words
 * @args: a0 to a3 of the kernel: argc, argv, envp, bytes of memory
 * @entry: its entry
 * @end: the other instructions
 * @argv: twice the command line: the first would be the kernel's name
 * @envp: @memsize, and the end
 * @memsize: "memsize=" and the bytes of memory
 */
struct kexec_stub {
	u32 begin[2];
	u32 args[4];
	u32 entry;
	u32 end[5];
	u32 argv[2];
	u32 envp[2];
	char memsize[20];
};

#define STUB_SIZE	48	/* up to @argv: what arch/mips/stub.c has */

#endif /* KNIT_MIPS_KEXEC_H */
