/* SPDX-License-Identifier: GPL-2.0-only */
/* arm64: what a new kernel is entered through if a device tree goes with it */
#ifndef KNIT_ARM64_KEXEC_H
#define KNIT_ARM64_KEXEC_H

#define KEXEC_CMDLINE	2048	/* COMMAND_LINE_SIZE, arch/arm64/include/uapi/asm/setup.h */
/* An initrd lies in one window of 1 GiB with the Image: Documentation/arch/arm64/booting.rst */
#define KEXEC_BELOW	(k->map.above + 0x20000000)
#define KEXEC_IMAGE	IMAGE_ARM64
#define KEXEC_OFFSET(n)	(n)

/**
 * struct kexec_stub - where the new kernel is entered from
 * @code: sets x0 to x3, and jumps
 * @dtb: physical address of the device tree
 * @entry: of the kernel
 */
struct kexec_stub {
	u32 code[6];
	u64 dtb;
	u64 entry;
};

#endif /* KNIT_ARM64_KEXEC_H */
