/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef KNIT_X86_KEXEC_H
#define KNIT_X86_KEXEC_H

#define KEXEC_CMDLINE	2048	/* COMMAND_LINE_SIZE, arch/x86/include/asm/setup.h */

#define KEXEC_BELOW	(-1ul)

struct kexec_stub {
};

#endif /* KNIT_X86_KEXEC_H */
