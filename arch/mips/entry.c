// SPDX-License-Identifier: GPL-2.0-only
/*
 * mips o32: where the kernel jumps to, and the system-call stubs.
 *
 * The kernel reads arguments 5 to 8 from where the o32 calling convention puts
 * them, 16 bytes above the stack pointer, so a stub has nothing to move: 8 bytes
 * load the number in a delay slot on the way to the common part. `syscall` is no
 * MIPS16 instruction; the linker turns calls from MIPS16 code into jalx. With gcc and
 * CONFIG_KNIT_LOW these stubs are not linked: scripts/kbuild/calls.awk makes some of 4 bytes.
 */
#include <asm/unistd.h>

__asm__(".set	noreorder\n"
	".set	nomips16\n"
	".section .text.start,\"ax\",@progbits\n"
	".globl	_start\n"
	".ent	_start\n"
	"_start:\n"
	"	move	$4, $29\n"		/* a0: argc, argv, envp lie there */
	"	jal	knit_start\n"
	"	 addiu	$29, $29, -16\n"	/* o32: room for a0-a3 */
	".end	_start\n"
	/* a3 tells failure, v0 holds the positive errno then */
	".section .text.call,\"ax\",@progbits\n"
	"knit_syscall:\n"
	"	syscall\n"
	"	subu	$3, $0, $2\n"
	"	jr	$31\n"
	"	 movn	$2, $3, $7\n"
	/*
	 * Where functions save s0 to s8 and ra, and end, by how many of s0 to s8 they need:
	 * scripts/kbuild/squeeze.awk. The registers lie in the 40 bytes up to a frame's
	 * end, which may be below the stack pointer for a moment: there are no signal
	 * handlers. $1 is where the function goes on.
	 */
	".set	noat\n"
	".macro	shared	name\n"
	".globl	knit_\\name\n"
	"knit_\\name:\n"
	".endm\n"
	".section .text.save,\"ax\",@progbits\n"
	"	shared	save_9\n"
	"	sw	$30, -40($29)\n"
	"	shared	save_8\n"
	"	sw	$23, -36($29)\n"
	"	shared	save_7\n"
	"	sw	$22, -32($29)\n"
	"	shared	save_6\n"
	"	sw	$21, -28($29)\n"
	"	shared	save_5\n"
	"	sw	$20, -24($29)\n"
	"	shared	save_4\n"
	"	sw	$19, -20($29)\n"
	"	shared	save_3\n"
	"	sw	$18, -16($29)\n"
	"	shared	save_2\n"
	"	sw	$17, -12($29)\n"
	"	sw	$16, -8($29)\n"
	"	sw	$31, -4($29)\n"
	"	jr	$1\n"
	"	 addiu	$29, $29, -40\n"
	".section .text.restore,\"ax\",@progbits\n"
	"	shared	restore_9\n"
	"	lw	$30, 0($29)\n"
	"	shared	restore_8\n"
	"	lw	$23, 4($29)\n"
	"	shared	restore_7\n"
	"	lw	$22, 8($29)\n"
	"	shared	restore_6\n"
	"	lw	$21, 12($29)\n"
	"	shared	restore_5\n"
	"	lw	$20, 16($29)\n"
	"	shared	restore_4\n"
	"	lw	$19, 20($29)\n"
	"	shared	restore_3\n"
	"	lw	$18, 24($29)\n"
	"	shared	restore_2\n"
	"	lw	$17, 28($29)\n"
	"	shared	restore_1\n"
	"	lw	$16, 32($29)\n"
	"	shared	restore_0\n"
	"	lw	$31, 36($29)\n"
	"	jr	$31\n"
	"	 addiu	$29, $29, 40\n"
);

#define CALL(fn, nr)						\
	__asm__(".section .text." #fn ",\"ax\",@progbits\n"	\
		".globl	" #fn "\n"				\
		".type	" #fn ", @function\n"			\
		".ent	" #fn "\n"				\
		#fn ":\n"					\
		"	j	knit_syscall\n"			\
		"	 li	$2, " STR(nr) "\n"		\
		".end	" #fn "\n")
#include "../../init/syscalls.h"

#ifdef CONFIG_KNIT_KEXEC_LOAD
#include "stub.c"
#endif
