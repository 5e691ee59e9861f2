// SPDX-License-Identifier: GPL-2.0-only
#include "../../init/fmt/fmt.h"
#include "tap.h"

/* The words that cmdline_split() leaves, with | between them. */
static char *split(const char *line)
{
	size_t len = strlen(line);
	char *copy = malloc(len + 2);
	char *out = calloc(1, 2 * len + 3);
	const char *word;

	if (!copy || !out)
		abort();
	memcpy(copy, line, len + 1);
	copy[len + 1] = '#';		/* the room for one more is not clean */
	cmdline_split(copy);
	for (word = copy; *word; word += strlen(word) + 1) {
		strcat(out, word);
		strcat(out, "|");
	}
	free(copy);
	return out;
}

static const char *get(const char *line, const char *key)
{
	size_t len = strlen(line);
	char *copy = malloc(len + 2);
	const char *found;

	if (!copy)
		abort();
	memcpy(copy, line, len + 1);
	cmdline_split(copy);
	found = cmdline_get(copy, key);
	if (found)
		found = text(found);
	free(copy);
	return found;
}

static void splits(void)
{
	tap_text(split(""), "", "nothing");
	tap_text(split(" \t\n\r"), "", "nothing but blanks");
	tap_text(split("ro"), "ro|", "one word, no newline");
	tap_text(split("ro\n"), "ro|", "one word");
	tap_text(split("console=ttyS0 ro\n"), "console=ttyS0|ro|", "two words");
	tap_text(split("  a   b\t\tc\n  "), "a|b|c|", "blanks on all sides");
	tap_text(split("a=\"b c\" d"), "a=b c|d|", "a quoted value");
	tap_text(split("\"a=b c\" d"), "a=b c|d|", "a quoted word");
	tap_text(split("a=\"b c"), "a=b c|", "a quote that is not closed");
	tap_text(split("\""), "", "a lone quote");
	tap_text(split("\"\" a"), "a|", "an empty word");
	tap_text(split("a\"\"b"), "ab|", "quotes inside of a word");
	tap_text(split("\xff\xfe a\x80"), "\xff\xfe|a\x80|", "bytes above 127 are no blanks");
	tap_text(split("\x01\x1f z"), "z|", "control characters are blanks");
}

static void gets(void)
{
	tap_text(get("root=/dev/sda1 ro", "root="), "/dev/sda1", "a value");
	tap_text(get("ro root=", "root="), "", "an empty value");
	tap_text(get("", "root="), NULL, "nothing in nothing");
	tap_text(get("xroot=/dev/a", "root="), NULL, "not the end of another key");
	tap_text(get("rootwait", "root="), NULL, "not the start of another key");
	tap_text(get("root", "root="), NULL, "no value, no match");
	tap_text(get("ro root=a root=b", "root="), "b", "the last one wins");
	tap_text(get("rootwait", "rootwait"), "", "a flag");
	tap_text(get("rootwait=5", "rootwait"), NULL, "a flag has no value");
	tap_text(get("rootwaits", "rootwait"), NULL, "a flag is a whole word");
	tap_text(get("r", "root="), NULL, "shorter than the key");
	tap_text(get("init=/a -- init=/b", "init="), "/a", "what stands behind -- is init's");
	tap_text(get("-- init=/b", "init="), NULL, "all of it is init's");
	tap_text(get("--init init=/b", "init="), "/b", "--init is no --");
	tap_text(get("init=\"/a b\" x", "init="), "/a b", "a value with a blank");
	tap_text(get("init==", "init="), "=", "a value that is =");
}

/* As long as the kernel's longest (mips): 4,095 bytes and a NUL, in struct boot's room. */
static void longest(void)
{
	static struct boot b;
	size_t i;

	memset(b.cmdline, 'a', KNIT_CMDLINE_MAX);
	memcpy(b.cmdline + KNIT_CMDLINE_MAX - 9, " init=/x", 9);
	cmdline_split(b.cmdline);
	tap_text(cmdline_get(b.cmdline, "init="), "/x", "at the end of the longest line");
	for (i = 0; i < KNIT_CMDLINE_MAX - 1; i++)
		b.cmdline[i] = i % 2 ? ' ' : 'w';
	b.cmdline[i] = '\0';
	cmdline_split(b.cmdline);
	tap_text(cmdline_get(b.cmdline, "w"), "", "2,048 words");
	memset(b.cmdline, '"', KNIT_CMDLINE_MAX);
	b.cmdline[KNIT_CMDLINE_MAX] = '\0';
	cmdline_split(b.cmdline);
	tap_long(b.cmdline[0], 0, "4,096 quotes are no word");
	memset(b.cmdline, 'x', KNIT_CMDLINE_MAX);
	b.cmdline[KNIT_CMDLINE_MAX] = '\0';
	cmdline_split(b.cmdline);
	tap_long(strlen(b.cmdline), KNIT_CMDLINE_MAX, "one word that fills the room");
	tap_long(b.cmdline[KNIT_CMDLINE_MAX + 1], 0, "  and its end");
}

static void lists(void)
{
	char words[] = "mount\0/dev/sda1\0/mnt\0";
	char *argv[4] = { words, words, words, words };
	char *rest;

	rest = words_list(words, argv, 3);
	tap_text(argv[0], "mount", "words as arguments");
	tap_text(argv[2], "/mnt", "  up to the last");
	tap(!argv[3] && !*rest, "  which all fit");
	rest = words_list(words, argv, 2);
	tap_text(argv[1], "/dev/sda1", "two of three");
	tap(!argv[2], "  end with a NULL");
	tap_text(rest, "/mnt", "  and the next one is told");
	rest = words_list(words + sizeof(words) - 1, argv, 3);
	tap(!argv[0] && !*rest, "no words");
	tap_long(words_index(words, "mount"), 0, "the first word's place");
	tap_long(words_index(words, "/mnt"), 2, "the last one's");
	tap_long(words_index(words, "/mn"), 3, "a part of a word is none");
	tap_long(words_index("", "x"), 0, "nothing is in an empty list");
}

int main(void)
{
	splits();
	gets();
	lists();
	longest();
	return tap_done();
}
