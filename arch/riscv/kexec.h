/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef KNIT_RISCV_KEXEC_H
#define KNIT_RISCV_KEXEC_H

#define KEXEC_CMDLINE	1024	/* COMMAND_LINE_SIZE, arch/riscv/include/uapi/asm/setup.h */
#define KEXEC_BELOW	(k->map.above + 0x20000000)
#define KEXEC_IMAGE	IMAGE_RISCV64
/* It counts from the start of RAM: this kernel is there */
#define KEXEC_OFFSET(n)	0

struct kexec_stub {
};

#endif /* KNIT_RISCV_KEXEC_H */
