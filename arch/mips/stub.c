// SPDX-License-Identifier: GPL-2.0-only
/*
 * mips: what a new kernel is entered through: struct kexec_stub. The kernel that loads it
 * leaves a0 to a3 as they are, but a kernel expects there what its firmware would pass.
 *
 * It runs from wherever it was put, in KSEG0, with interrupts off. No stack is used.
 */
__asm__(".set	noreorder\n"
	".set	nomips16\n"
	".section .text.knit_stub,\"ax\",@progbits\n"
	".globl	knit_stub\n"
	".balign 4\n"
	"knit_stub:\n"
	"	bal	1f\n"			/* ra: where the words below are */
	"	 lw	$25, 16($31)\n"		/* t9: the kernel's entry */
	"	.word	0, 0, 0, 0\n"		/* its a0 to a3 */
	"	.word	0\n"			/* its entry */
	"1:	lw	$4, 0($31)\n"		/* a0: argc, or -2 */
	"	lw	$5, 4($31)\n"		/* a1: argv, or the device tree */
	"	lw	$6, 8($31)\n"		/* a2: envp */
	"	jr	$25\n"			/* to the kernel, never to return */
	"	 lw	$7, 12($31)\n"		/* a3: bytes of memory */
);
