// SPDX-License-Identifier: GPL-2.0-only
/*
 * In place of a kernel on malta: tells what the CPU's clock was at its first instruction, and waits
 * for the reset. As large as a kernel, which has to be copied.
 */
#define UART	0xb80003f8	/* COM1, in KSEG1 */
#define LSR	0xb80003fd
#define LSR_THRE 0x20		/* include/uapi/linux/serial_reg.h */

__asm__(".section .text.start,\"ax\",@progbits\n"
	".globl	__start\n"
	"__start:\n"
	"	mfc0	$4, $9\n"		/* Count */
	"	lui	$29, 0x8090\n"		/* a stack far above all this */
	"	j	first\n"
	".section .rodata,\"a\",@progbits\n"
	"	.space	3500000, 1\n"
	".previous\n");

static void put(char c)
{
	unsigned int ready;

	do
		__asm__ volatile("lbu %0, 0(%1)" : "=r"(ready) : "r"(LSR));
	while (!(ready & LSR_THRE));
	__asm__ volatile("sb %0, 0(%1)" :: "r"(c), "r"(UART));
}

void first(unsigned int count)
{
	const char *text = "\nfirst: ";
	int i;

	while (*text)
		put(*text++);
	for (i = 28; i >= 0; i -= 4)
		put("0123456789abcdef"[count >> i & 15]);
	put('\n');
	for (;;)
		;
}
