// SPDX-License-Identifier: GPL-2.0-only
/*
 * mips: what a new kernel is entered through. The kernel that loads it leaves a0 to a3 as
 * they are, but a kernel expects there what its firmware would pass: argc, argv, envp, bytes of
 * memory; or -2 and a device tree.
 *
 * It runs from wherever it was put, in KSEG0, with interrupts off, and uses no stack. What it
 * passes is behind it: struct kexec_stub (arch/mips/kexec.h).
 */
__asm__(".set	noreorder\n"
	".set	nomips16\n"
	".section .text.knit_stub,\"ax\",@progbits\n"
	".globl	knit_stub\n"
	".balign 4\n"
	"knit_stub:\n"
	"	bal	1f\n"			/* ra: where the label is */
	"	 li	$4, 2\n"		/* a0: argc; or -2 */
	"1:	addiu	$5, $31, 28\n"		/* a1: argv; or the device tree */
	"	addiu	$6, $31, 36\n"		/* a2: envp */
	"	lw	$25, 20($31)\n"		/* t9: the kernel's entry */
	"	jr	$25\n"			/* to the kernel, never to return */
	"	 lw	$7, 24($31)\n"		/* a3: bytes of memory */
);
