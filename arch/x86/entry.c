// SPDX-License-Identifier: GPL-2.0-only
/*
 * x86_64: where the kernel jumps to, and the system-call stubs. The kernel takes
 * argument 4 in r10, since `syscall` itself overwrites rcx.
 */
#include <asm/unistd.h>

__asm__(".section .text.start,\"ax\",@progbits\n"
	".globl	_start\n"
	".type	_start, @function\n"
	"_start:\n"
	"	mov	%rsp, %rdi\n"		/* argc, argv, envp lie there */
	"	call	knit_start\n"		/* the stack is 16-aligned here */
);

#define STR_(x)	#x
#define STR(x)	STR_(x)
#define CALL(fn, nr)						\
	__asm__(".section .text." #fn ",\"ax\",@progbits\n"	\
		".globl	" #fn "\n"				\
		".type	" #fn ", @function\n"			\
		#fn ":\n"					\
		"	mov	$" STR(nr) ", %eax\n"		\
		"	mov	%rcx, %r10\n"			\
		"	syscall\n"				\
		"	ret\n")
#include "../../init/syscalls.h"
