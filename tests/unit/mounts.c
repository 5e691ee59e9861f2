// SPDX-License-Identifier: GPL-2.0-only
#include "../../init/fmt/fmt.h"
#include "tap.h"

/* All mount points from the last to the first, a | behind each. */
static void lists(const char *mounts, const char *want)
{
	char *s = text(mounts);
	char got[256] = "";
	int len = strlen(s);

	while (len > 0) {
		int before = len;

		strcat(strcat(got, mounts_last(s, &len)), "|");
		if (len >= before) {
			tap(0, "gets shorter");
			return;
		}
	}
	tap_text(got, want, mounts);
}

int main(void)
{
	lists("", "");
	lists("proc /proc proc rw 0 0\n", "/proc|");
	lists("rootfs / rootfs rw 0 0\n/dev/sda1 /opt ext4 rw 0 0\n", "/opt|/|");
	lists("a /b c", "/b|");
	lists("a /b", "/b|");
	lists("a\n", "|");
	lists("\n\n", "||");
	lists("a  b\n", "|");
	lists("/dev/sda1 /a\\040b\\134c\\011 ext4 rw 0 0\n", "/a b\\c\t|");
	lists("x /a\\ y\n", "/a\\|");
	lists("x /a\\0 y\n", "/a\\0|");
	lists("x /a\\377 y\n", "/a\377|");
	lists("x /a\\\n", "/a\\|");
	return tap_done();
}
