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

#define STUB(fn, nr, before)					\
	__asm__(".section .text." #fn ",\"ax\",@progbits\n"	\
		".globl	" #fn "\n"				\
		".type	" #fn ", @function\n"			\
		#fn ":\n"					\
		before						\
		"	mov	$" STR(nr) ", %eax\n"		\
		"	mov	%rcx, %r10\n"			\
		"	syscall\n"				\
		"	ret\n")
#define CALL(fn, nr)	STUB(fn, nr, "")
#define CALL_AT(fn, nr)						\
	STUB(fn, nr,						\
		"	mov	%rdx, %rcx\n"			\
		"	mov	%rsi, %rdx\n"			\
		"	mov	%rdi, %rsi\n"			\
		"	mov	$-100, %rdi\n")
#include "../../init/syscalls.h"
