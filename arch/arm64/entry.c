// SPDX-License-Identifier: GPL-2.0-only
/* arm64: where the kernel jumps to, and the system-call stubs. */
#include <asm/unistd.h>

__asm__(".section .text.start,\"ax\",%progbits\n"
	".globl	_start\n"
	".type	_start, %function\n"
	"_start:\n"
	"	mov	x0, sp\n"		/* argc, argv, envp lie there */
	"	bl	knit_start\n"
	"knit_syscall:\n"
	"	svc	#0\n"
	"	ret\n"
);

#define STUB(fn, nr, before)					\
	__asm__(".section .text." #fn ",\"ax\",%progbits\n"	\
		".globl	" #fn "\n"				\
		".type	" #fn ", %function\n"			\
		#fn ":\n"					\
		before						\
		"	mov	w8, #" STR(nr) "\n"		\
		"	b	knit_syscall\n")
#define CALL(fn, nr)	STUB(fn, nr, "")
#define CALL_AT(fn, nr)						\
	STUB(fn, nr,						\
		"	mov	x3, x2\n"			\
		"	mov	x2, x1\n"			\
		"	mov	x1, x0\n"			\
		"	mov	w0, #-100\n")
#include "../../init/syscalls.h"
