// SPDX-License-Identifier: GPL-2.0-only
#include "../../init/fmt/fmt.h"
#include "tap.h"

static void check(const char *list, size_t len, const char *name, int want, const char *what)
{
	tap_long(compatible_has(exactly(list, len), len, name), want, what);
}

int main(void)
{
	static const char two[] = "mti,malta\0mti,other";

	check(two, sizeof(two), "mti,malta", 1, "the first");
	check(two, sizeof(two), "mti,other", 1, "the last");
	check(two, sizeof(two), "mti,malt", 0, "the start of one");
	check(two, sizeof(two), "ti,malta", 0, "the end of one");
	check(two, sizeof(two), "mti,malta2", 0, "longer than any");
	check(two, sizeof(two) - 1, "mti,other", 0, "the last lacks its NUL");
	check(two, sizeof(two) - 1, "mti,malta", 1, "  the one before is good");
	check("", 0, "mti,malta", 0, "an empty property");
	check("", 1, "mti,malta", 0, "an empty string");
	check("\0\0\0\0a", 6, "a", 1, "behind empty strings");
	check("\xff\xff\xff\xff", 4, "a", 0, "garbage");
	return tap_done();
}
