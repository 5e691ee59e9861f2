// SPDX-License-Identifier: GPL-2.0-only
#include "fmt.h"
#include "kernel.h"

/* A hexadecimal number as wide as an address; what is wider is cut to the highest. */
static const char *address(const char *s, unsigned long *value)
{
	unsigned long n = 0;
	u32 digit;

	for (;; s++) {
		char one[2] = { *s, '\0' };

		if (number(one, 16, &digit) == one)
			break;
		n = n >> (8 * sizeof(n) - 4) ? -1ul : n << 4 | digit;
	}
	*value = n;
	return s;
}

/**
 * iomem_next() - the next range of memory that the kernel uses as such
 * @text: /proc/iomem, or what the last call has returned
 * @ram: the range
 *
 * Only what stands at the start of a line is a range of its own (kernel/resource.c).
 *
 * Return: where to read on; NULL if there is no more.
 */
const char *iomem_next(const char *text, struct ram *ram)
{
	while (*text) {
		const char *s = address(text, &ram->from);

		if (s != text && *s == '-') {
			s = after(address(s + 1, &ram->to), " : System RAM\n");
			if (s)
				return s;
		}
		text = line_next(text);
	}
	return NULL;
}
