// SPDX-License-Identifier: GPL-2.0-only
/* The boot log as a picture: what fits, what does not, and what is no log. */
#include "../../init/fmt/fmt.h"
#include "tap.h"

#define ROOM	32768

static char digits[8][12];
static unsigned int turn;

/* init/report.c's */
const char *dec_(u32 n)
{
	char *s = digits[turn++ % 8];

	snprintf(s, sizeof(digits[0]), "%u", n);
	return s;
}

static const char log[] = "ok 100 us early\n"
			  "failed 1900 us overlay: RAM, <jffs2> & \"more\": I/O error\n"
			  "ok 5 us handover\n";

static char *drawn(const char *text)
{
	static char to[ROOM];

	tap_long(chart(to, to + sizeof(to), text), 0, "there is room");
	return to;
}

static void has(const char *picture, const char *want)
{
	tap(!!strstr(picture, want), want);
}

static void pictures(void)
{
	char *s = drawn(log);

	has(s, ">2005 us in stripes of 1000 us<");
	has(s, "viewBox=\"0 0 2005 130\"");
	has(s, "<path d=\"M1000 24h1000V130H1000\"/>\n"
	       "<rect x=\"0\" y=\"50\" height=\"8\" width=\"100\">");
	has(s, "<rect x=\"100\" y=\"84\" height=\"8\" width=\"1900\" class=\"failed\">");
	has(s, "class=\"failed\">overlay: RAM, ?jffs2? ? \"more\": I/O error<tspan x=\"80\">100</");
	has(s, ">handover<tspan x=\"80\">2000</tspan><tspan x=\"170\">5</tspan></text>");
	has(drawn(""), "viewBox=\"0 0 1 28\"");
	has(drawn("ok"), ">0 us in ");
	has(drawn("\n\n"), "height=\"96\"");
	has(drawn("ok 1 us \001\t\177\303\244"), "??\?\?\?<tspan");
	/* more than 2^32: somewhere, and soon */
	has(drawn("ok 4294967295 us a"), "M3000000000 24h1000000000V");
	has(drawn("ok 4294967295 us a\nok 4294967295 us b"), ">4294967294 us");
}

/* Whatever the room, nothing is written behind it, and it is said when it was too little. */
static void rooms(void)
{
	size_t whole = strlen(drawn(log));
	char *text_of_log = text(log);
	size_t size;
	int good = 1;

	for (size = 1; size <= whole + 8; size++) {
		char *to = malloc(size);
		int err = chart(to, to + size, text_of_log);

		good &= memchr(to, 0, size) && err == (size < whole + 2 ? -EFBIG : 0);
		free(to);
	}
	tap(good, "too little room");
}

int main(void)
{
	pictures();
	rooms();
	return tap_done();
}
