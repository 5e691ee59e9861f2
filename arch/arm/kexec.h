/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef KNIT_ARM_KEXEC_H
#define KNIT_ARM_KEXEC_H

#define KEXEC_CMDLINE	1024	/* COMMAND_LINE_SIZE, arch/arm/include/uapi/asm/setup.h */
/* Within what a kernel maps at once: 760 MiB, less if somebody has made vmalloc= larger */
#define KEXEC_BELOW	(k->map.above + 0x10000000)

struct kexec_stub {
};

#endif /* KNIT_ARM_KEXEC_H */
