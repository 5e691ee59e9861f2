// SPDX-License-Identifier: GPL-2.0-only
#include "fmt.h"
#include "kernel.h"

/**
 * cmdline_again() - this kernel's command line for another one
 * @to: the end of a text that takes it
 * @end: the end of its buffer
 * @words: what cmdline_split() left of the line
 * @append: what is to be added, or NULL
 *
 * What concerns the way to this kernel is left out: knit.kexec and what begins so, and where
 * a boot loader has put an initrd (rd_start, rd_size). Quotes are put around a whole word, which
 * the kernel reads alike. What is behind `--` stays the init's.
 *
 * Return: the new end of the text, @end - 1 if it did not fit.
 */
__noinline char *cmdline_again(char *to, const char *end, const char *words, const char *append)
{
	for (;; words += strlen(words) + 1) {
		const char *quote = strchr(words, ' ') ? "\"" : "";

		if (append && (!*words || !strcmp(words, "--"))) {
			to = join(to, end, " ", append, NULL);
			append = NULL;
		}
		if (!*words)
			return to;
		if (!after(words, "knit.kexec") && !after(words, "rd_s"))
			to = join(to, end, " ", quote, words, quote, NULL);
	}
}
