// SPDX-License-Identifier: GPL-2.0-only
#include "fmt.h"

/* Is this a digit of an octal number? */
#define OCTAL(c)	(((c) & ~7) == '0')

/**
 * unescape() - blanks and the like, as fstab(5) and /proc/mounts have them: \040
 * @s: the text, which gets shorter in place
 */
void unescape(char *s)
{
	char *to = s;

	while ((*to = *s++)) {
		if (*to == '\\' && OCTAL(s[0]) && OCTAL(s[1]) && OCTAL(s[2])) {
			*to = (s[0] & 3) << 6 | (s[1] & 7) << 3 | (s[2] & 7);
			s += 3;
		}
		to++;
	}
}
