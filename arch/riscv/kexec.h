/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef KNIT_RISCV_KEXEC_H
#define KNIT_RISCV_KEXEC_H

#define KEXEC_CMDLINE	1024	/* COMMAND_LINE_SIZE, arch/riscv/include/uapi/asm/setup.h */

#define KEXEC_FIRST	0
#define KEXEC_BELOW	(-1ul)

struct kexec_stub {
};

#endif /* KNIT_RISCV_KEXEC_H */
