// SPDX-License-Identifier: GPL-2.0-only
#include "fmt.h"
#include "kernel.h"

/**
 * cmdline_again() - this kernel's command line for another one
 * @to: the end of a text that takes it
 * @end: the end of its buffer
 * @words: what cmdline_split() left of the line
 * @append: what is to be added, empty for nothing
 *
 * What concerns the way to this kernel is left out: knit.kexec and what begins so, and where
 * a boot loader has put an initrd. Quotes are put around a whole word, which the kernel
 * reads alike. What is behind `--` stays the init's.
 *
 * Return: the new end of the text, @end - 1 if it did not fit.
 */
char *cmdline_again(char *to, const char *end, const char *words, const char *append)
{
	for (; *words; words += strlen(words) + 1) {
		const char *quote = strchr(words, ' ') ? "\"" : "";

		if (!strcmp(words, "--")) {
			to = join(to, end, " ", append, NULL);
			append = "";
		}
		if (!after(words, "knit.kexec") && !after(words, "rd_start=") &&
		    !after(words, "rd_size="))
			to = join(to, end, " ", quote, words, quote, NULL);
	}
	return join(to, end, " ", append, NULL);
}
