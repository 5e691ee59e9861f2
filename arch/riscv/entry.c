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

#define STR_(x)	#x
#define STR(x)	STR_(x)
#define CALL(fn, nr)						\
	__asm__(".section .text." #fn ",\"ax\",@progbits\n"	\
		".globl	" #fn "\n"				\
		".type	" #fn ", @function\n"			\
		#fn ":\n"					\
		"	li	a7, " STR(nr) "\n"		\
		"	j	knit_syscall\n")
#include "../../init/syscalls.h"
