// SPDX-License-Identifier: GPL-2.0-only
#include "fmt.h"
#include "kernel.h"

#define DIGITS	(2 * sizeof(long))	/* of an address */

/* A hexadecimal number as wide as an address. */
static const char *address(const char *s, unsigned long *value)
{
	const char *end;
	u32 low;

	end = number(s, 16, &low);
	*value = low;
	if (DIGITS > 8)
		for (; end - s > 8; s++)
			*value += (unsigned long)(*s % 32 + (*s > '9' ? 9 : -16)) <<
				  (4 * (end - s - 1) % (4 * DIGITS));
	return end;
}

/**
 * iomem_next() - the next range of memory that the kernel uses as such
 * @text: /proc/iomem, or what the last call has returned
 * @ram: the range; what an address cannot tell is left out
 *
 * Only what stands at the start of a line is a range of its own (kernel/resource.c).
 *
 * Return: where to read on; NULL if there is no more.
 */
const char *iomem_next(const char *text, struct ram *ram)
{
	while (*text) {
		const char *s = address(text, &ram->from);

		if (*s == '-' && s != text && s <= text + DIGITS) {
			const char *end = address(s + 1, &ram->to);

			if (end > s + 1 + DIGITS)
				ram->to = -1ul;
			s = after(end, " : System RAM\n");
			if (s)
				return s;
		}
		text = line_next(text);
	}
	return NULL;
}

/**
 * iomem_kernel() - where the kernel that runs now begins
 * @text: /proc/iomem
 *
 * Return: the physical address of its code, which has a line of its own in the memory's; 0 if
 * that is not told.
 */
unsigned long iomem_kernel(const char *text)
{
	struct ram ram;

	for (; *text; text = line_next(text)) {
		const char *s;

		while (*text == ' ')
			text++;
		s = address(text, &ram.from);
		if (*s == '-' && after(address(s + 1, &ram.to), " : Kernel code\n"))
			return ram.from;
	}
	return 0;
}
