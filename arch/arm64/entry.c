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

#define STR_(x)	#x
#define STR(x)	STR_(x)
#define CALL(fn, nr)						\
	__asm__(".section .text." #fn ",\"ax\",%progbits\n"	\
		".globl	" #fn "\n"				\
		".type	" #fn ", %function\n"			\
		#fn ":\n"					\
		"	mov	w8, #" STR(nr) "\n"		\
		"	b	knit_syscall\n")
#include "../../init/syscalls.h"
