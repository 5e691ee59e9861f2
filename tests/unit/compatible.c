// SPDX-License-Identifier: GPL-2.0-only
#include "../../init/fmt/fmt.h"
#include "tap.h"

/* As stage/board.c reads it: a device tree's strings, and a NUL behind the file. */
static void check(const char *list, size_t len, const char *name, int want, const char *what)
{
	char *text = calloc(1, len + 1);

	memcpy(text, list, len);
	tap_long(!!cmdline_get(text, name), want, what);
	free(text);
}

int main(void)
{
	static const char two[] = "mti,malta\0mti,other";

	check(two, sizeof(two), "mti,malta", 1, "the first");
	check(two, sizeof(two), "mti,other", 1, "the last");
	check(two, sizeof(two), "mti,malt", 0, "the start of one");
	check(two, sizeof(two), "ti,malta", 0, "the end of one");
	check(two, sizeof(two), "mti,malta2", 0, "longer than any");
	check("", 0, "mti,malta", 0, "an empty property");
	check("\0", 1, "mti,malta", 0, "an empty string");
	check("\xff\xff\xff\xff", 5, "a", 0, "garbage");
	return tap_done();
}
