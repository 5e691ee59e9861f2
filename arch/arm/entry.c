// SPDX-License-Identifier: GPL-2.0-only
/*
 * arm EABI, Thumb-2: where the kernel jumps to, and the system-call stubs.
 *
 * Arguments 5 and 6 come on the stack and go to r4 and r5; what is read there
 * when a call has fewer is not looked at by the kernel.
 */
#include <asm/unistd.h>

__asm__(".syntax unified\n"
	".thumb\n"
	".section .text.start,\"ax\",%progbits\n"
	".globl	_start\n"
	".type	_start, %function\n"
	".thumb_func\n"
	"_start:\n"
	"	mov	r0, sp\n"		/* argc, argv, envp lie there */
	"	bl	knit_start\n"
	".type	knit_syscall, %function\n"
	".thumb_func\n"
	"knit_syscall:\n"
	"	push	{r4, r5, r7, lr}\n"
	"	mov	r7, ip\n"
	"	ldrd	r4, r5, [sp, #16]\n"
	"	svc	0\n"
	"	pop	{r4, r5, r7, pc}\n"
	/* libgcc's division by zero; dropped by the linker where nothing divides */
	".section .text.raise,\"ax\",%progbits\n"
	".globl	raise\n"
	".type	raise, %function\n"
	".thumb_func\n"
	"raise:\n"
	"	udf	#0\n"
);

#define STR_(x)	#x
#define STR(x)	STR_(x)
#define CALL(fn, nr)						\
	__asm__(".section .text." #fn ",\"ax\",%progbits\n"	\
		".globl	" #fn "\n"				\
		".type	" #fn ", %function\n"			\
		".thumb_func\n"					\
		#fn ":\n"					\
		"	movw	ip, #" STR(nr) "\n"		\
		"	b	knit_syscall\n")
#include "../../init/syscalls.h"
