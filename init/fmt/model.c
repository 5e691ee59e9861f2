// SPDX-License-Identifier: GPL-2.0-only
#include "fmt.h"

/**
 * model_text() - what a server of network nodes calls a machine
 * @at: where it goes
 * @end: the end of that buffer
 * @compatible: a string of the device tree's root `compatible`
 *
 * As WalT has it: the vendor counts for nothing, and "raspberrypi,3-model-b" is rpi-3-b.
 *
 * Return: the end of the text, see join().
 */
char *model_text(char *at, const char *end, const char *compatible)
{
	const char *pi = after(compatible, "raspberrypi,");
	const char *s = compatible;

	while (*s && *s != ',')
		s++;
	s = *s ? s + 1 : compatible;
	at = join(at, end, pi ? "rpi-" : "", NULL);
	while (*s) {
		const char *rest = pi ? after(s, "model-") : NULL;
		char c[2] = { *s++ };

		if (rest)
			s = rest;
		else
			at = join(at, end, c, NULL);
	}
	return at;
}
