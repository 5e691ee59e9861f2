// SPDX-License-Identifier: GPL-2.0-only
/*
 * mips: what a new kernel is entered through. The kernel that loads it leaves a0 to a3 as
 * they are, but a kernel expects there what its firmware would pass: argc, argv, envp, bytes of
 * memory; or -2 and a device tree.
 *
 * It runs from wherever it was put, in KSEG0, with interrupts off, and uses no stack. These are
 * the first words of struct kexec_stub (arch/mips/kexec.h).
 */
__asm__(".set	noreorder\n"
	".set	nomips16\n"
	".section .text.knit_stub,\"ax\",@progbits\n"
	".globl	knit_stub\n"
	".balign 4\n"
	"knit_stub:\n"
	"	bal	1f\n"			/* ra: where the words below are */
	"	 lw	$25, 0($31)\n"		/* t9: the kernel's entry */
	"	.word	0\n"			/* 0: its entry */
	"	.word	0\n"			/* 4: bytes of memory */
	"	.word	0\n"			/* 8: argv: no name; or the device tree */
	"	.word	0\n"			/* 12: the command line */
	"	.word	0\n"			/* 16: envp: the text of memsize */
	"	.word	0\n"			/* 20: its end */
	"1:	addiu	$8, $31, 80\n"		/* t0: the command line, right behind all this */
	"	sw	$8, 12($31)\n"		/* into argv */
	"	addiu	$8, $31, 60\n"		/* t0: the text of memsize, behind the code */
	"	sw	$8, 16($31)\n"		/* into envp */
	"	li	$4, 2\n"		/* a0: argc; or -2 */
	"	addiu	$5, $31, 8\n"		/* a1: argv; or the device tree */
	"	addiu	$6, $31, 16\n"		/* a2: envp */
	"	jr	$25\n"			/* to the kernel, never to return */
	"	 lw	$7, 4($31)\n"		/* a3: bytes of memory */
);
