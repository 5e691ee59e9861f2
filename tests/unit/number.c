// SPDX-License-Identifier: GPL-2.0-only
#include "../../init/fmt/fmt.h"
#include "tap.h"

static void reads(const char *s, unsigned int base, u32 want, const char *rest)
{
	char what[80];
	u32 value = 0x55555555;
	const char *copy = text(s);
	const char *end = number(copy, base, &value);

	snprintf(what, sizeof(what), "\"%s\" in base %u", s, base);
	tap_long(value, want, what);
	tap_text(end, rest, "  and where it ends");
}

/* Whatever byte it is: a digit counts, and nothing else does. */
static void each_byte(unsigned int base)
{
	char s[2] = "";
	int wrong = 0;
	int c;

	for (c = 1; c < 256; c++) {
		const char *digits = "0123456789abcdef";
		const char *at = memchr(digits, c, base);
		u32 value;

		s[0] = c;
		if (number(s, base, &value) != s + !!at ||
		    value != (at ? (u32)(at - digits) : 0)) {
			printf("# byte 0x%02x is misread\n", c);
			wrong++;
		}
	}
	tap_long(wrong, 0, base == 10 ? "each byte, base 10" : "each byte, base 16");
}

/* As mknod(2) and makedev(3) have it. */
static void device(const char *s, u32 want, const char *rest)
{
	u32 dev = 0;
	const char *end = device_number(s, &dev);

	tap_long(dev, want, s);
	tap_text(end, rest, "  and where it ends");
}

int main(void)
{
	reads("", 10, 0, "");
	reads("0", 10, 0, "");
	reads("7", 10, 7, "");
	reads("90\n", 10, 90, "\n");
	reads("00370000 00010000", 16, 0x370000, " 00010000");
	reads("ff", 16, 255, "");
	reads("fg", 16, 15, "g");
	reads("12ab", 10, 12, "ab");
	reads("FF", 16, 0, "FF");
	reads("1_", 16, 1, "_");
	reads("1Z", 10, 1, "Z");
	reads("-1", 10, 0, "-1");
	reads("+1", 10, 0, "+1");
	reads(" 1", 10, 0, " 1");
	reads("0x10", 16, 0, "x10");
	reads("4294967295", 10, 0xffffffff, "");
	reads("4294967296", 10, 0, "");
	reads("4294967301", 10, 5, "");
	reads("1fffffffe", 16, 0xfffffffe, "");
	reads("99999999999999999999999999999999999999999", 10, 0xffffffff, "");
	reads("\xff\xff", 16, 0, "\xff\xff");
	device("1:3", 0x103, "");
	device("254:1\n", 0xfe01, "\n");
	device("189:255", 0xbdff, "");
	device("189:256", 0x10bd00, "");
	device("259:1048575", 0xfff103ff, "");
	device(":", 0, "");
	each_byte(10);
	each_byte(16);
	return tap_done();
}
