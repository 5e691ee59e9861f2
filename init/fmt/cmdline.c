// SPDX-License-Identifier: GPL-2.0-only
#include "fmt.h"

/**
 * cmdline_split() - cut a kernel command line into words
 * @line: the text, NUL at its end and room for one more; left as words with a
 *        NUL after each and an empty one at the end
 *
 * As the kernel reads it (lib/cmdline.c, next_arg): blanks part words but not
 * inside double quotes, which are dropped.
 */
void cmdline_split(char *line)
{
	char *word = line;
	char *to = line;
	char quoted = 0;
	char c;

	while ((c = *line++)) {
		if (c == '"') {
			quoted ^= 1;
		} else if (quoted || (u8)c > ' ') {
			*to++ = c;
		} else if (to != word) {
			*to++ = '\0';
			word = to;
		}
	}
	to[0] = '\0';
	to[1] = '\0';
}

/**
 * cmdline_get() - look a kernel parameter up
 * @words: what cmdline_split() left
 * @key: its name, with the `=` if it has a value
 *
 * The last one wins, as in the kernel, and what stands behind `--` is init's.
 *
 * Return: what follows @key in the word (all of it: a key without `=` must be
 * the whole word), NULL if there is no such word.
 */
const char *cmdline_get(const char *words, const char *key)
{
	const char *found = NULL;

	for (; *words && strcmp(words, "--"); words += strlen(words) + 1) {
		const char *value = after(words, key);

		if (value && (value[-1] == '=' || !*value))
			found = value;
	}
	return found;
}

/**
 * words_list() - the words as a program's arguments
 * @words: what cmdline_split() left
 * @argv: takes them, and a NULL behind the last
 * @max: how many fit, without that
 *
 * Return: the first word that did not fit; an empty one if all did.
 */
char *words_list(char *words, char **argv, unsigned int max)
{
	for (; max && *words; max--) {
		*argv++ = words;
		words += strlen(words) + 1;
	}
	*argv = NULL;
	return words;
}

/**
 * words_index() - the place of a word in a list
 * @words: the list, a NUL behind each word, two at its end
 * @word: the word
 *
 * Return: its place, from 0; how many there are in the list if it is none of them.
 */
unsigned int words_index(const char *words, const char *word)
{
	unsigned int n;

	for (n = 0; *words && strcmp(words, word); n++)
		words += strlen(words) + 1;
	return n;
}
