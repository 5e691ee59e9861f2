// SPDX-License-Identifier: GPL-2.0-only
/* riscv64: where the kernel jumps to, and the system-call stubs. */
#include <asm/unistd.h>

__asm__(".section .text.start,\"ax\",@progbits\n"
	".globl	_start\n"
	".type	_start, @function\n"
	"_start:\n"
	".option push\n"
	".option norelax\n"			/* gp is what relaxing needs */
	"	lla	gp, __global_pointer$\n"
	".option pop\n"
	"	mv	a0, sp\n"		/* argc, argv, envp lie there */
	"	call	knit_start\n"
	"knit_syscall:\n"
	"	ecall\n"
	"	ret\n"
);

#define STUB(fn, nr, before)					\
	__asm__(".section .text." #fn ",\"ax\",@progbits\n"	\
		".globl	" #fn "\n"				\
		".type	" #fn ", @function\n"			\
		#fn ":\n"					\
		before						\
		"	li	a7, " STR(nr) "\n"		\
		"	j	knit_syscall\n")
#define CALL(fn, nr)	STUB(fn, nr, "")
#define CALL_AT(fn, nr)						\
	STUB(fn, nr,						\
		"	mv	a3, a2\n"			\
		"	mv	a2, a1\n"			\
		"	mv	a1, a0\n"			\
		"	li	a0, -100\n")
#include "../../init/syscalls.h"
