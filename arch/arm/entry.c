// SPDX-License-Identifier: GPL-2.0-only
/*
 * arm EABI, Thumb-2 or (ARMv5) ARM: where the kernel jumps to, and the system-call
 * stubs.
 *
 * Arguments 5 and 6 come on the stack and go to r4 and r5; what is read there
 * when a call has fewer is not looked at by the kernel.
 */
#include <asm/unistd.h>

#ifdef __thumb2__
#define CODE		".thumb\n"
#define FUNC		".thumb_func\n"
#define NUMBER(nr)	"	movw	ip, #" nr "\n"
#define POOL		""
#else
#define CODE		".arm\n"
#define FUNC		""
#define NUMBER(nr)	"	ldr	ip, =" nr "\n"
#define POOL		".ltorg\n"
#endif

__asm__(".syntax unified\n"
	CODE
	".section .text.start,\"ax\",%progbits\n"
	".globl	_start\n"
	".type	_start, %function\n"
	FUNC
	"_start:\n"
	"	mov	r0, sp\n"		/* argc, argv, envp lie there */
	"	bl	knit_start\n"
	".type	knit_syscall, %function\n"
	FUNC
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
	FUNC
	"raise:\n"
	"	udf	#0\n"
);

#define STUB(fn, nr, before)					\
	__asm__(".section .text." #fn ",\"ax\",%progbits\n"	\
		".globl	" #fn "\n"				\
		".type	" #fn ", %function\n"			\
		FUNC						\
		#fn ":\n"					\
		before						\
		NUMBER(STR(nr))					\
		"	b	knit_syscall\n"			\
		POOL)
#define CALL(fn, nr)	STUB(fn, nr, "")
#define CALL_AT(fn, nr)						\
	STUB(fn, nr,						\
		"	mov	r3, r2\n"			\
		"	mov	r2, r1\n"			\
		"	mov	r1, r0\n"			\
		"	mvn	r0, #99\n")
#include "../../init/syscalls.h"
