// SPDX-License-Identifier: GPL-2.0-only
/* fmt/nfs.c: who serves what, and an address of our own. */
#include "../../init/fmt/fmt.h"
#include "tap.h"

static void address(const char *s, int left)
{
	u32 addr;
	char *copy = text(s);
	const char *rest = ip_read(copy, &addr);

	tap_long(rest ? (long)strlen(rest) : -1, left, s);
	free(copy);
}

static void options(const char *source, const char *more, const char *want)
{
	size_t size = want ? strlen(want) + 2 : 100;
	char *to = malloc(size);
	char *copy = text(source);

	tap_long(nfs_options(to, to + size, copy, more), want ? 0 : -EINVAL, source);
	if (want) {
		tap_text(to, want, "  that is what the kernel is told");
		tap_long(nfs_options(to, to + size - 1, copy, more), -E2BIG, "  in less room");
	}
	free(copy);
	free(to);
}

static void root(const char *s, const char *server, const char *want, const char *rest)
{
	size_t size = want ? strlen(want) + 1 : 100;
	char *to = malloc(size);
	char *copy = text(s);

	tap_text(nfsroot_source(to, to + size, copy, server), rest, s);
	if (want) {
		tap_text(to, want, "  where it is");
		tap(!nfsroot_source(to, to + size - 1, copy, server), "  in less room");
	}
	free(copy);
	free(to);
}

static void named(const char *s, const char *name, const char *want)
{
	size_t size = strlen(want) + 1;
	char *to;

	if (size < strlen(s) + 1)
		size = strlen(s) + 1;
	to = malloc(size);
	memcpy(to, s, strlen(s) + 1);
	tap_long(nfsroot_name(to, to + size, name), 0, s);
	tap_text(to, want, "  with the name");
	if (strlen(want) > strlen(s)) {
		memcpy(to, s, strlen(s) + 1);
		tap_long(nfsroot_name(to, to + size - 1, name), -E2BIG, "  in less room");
	}
	free(to);
}

static void bootif(const char *s, int want)
{
	static const u8 mac[MAC_LEN] = { 0x52, 0x54, 0x00, 0xab, 0xcd, 0xef };
	char *copy = text(s);
	u8 got[MAC_LEN];

	tap_long(bootif_read(copy, got), want, s);
	if (!want)
		tap(!memcmp(got, mac, MAC_LEN), "  the address");
	free(copy);
}

int main(void)
{
	named("10.0.0.1:/nodes/%s/fs", "node-1", "10.0.0.1:/nodes/node-1/fs");
	named("10.0.0.1:/nodes/%s", "10.0.0.2", "10.0.0.1:/nodes/10.0.0.2");
	named("/%s/%s", "x", "/x/x");
	named("/%s/%s", "%s", "/%s/%s");
	named("/%s", "ab%sc", "/ab%sc");
	named("%s", "", "");
	named("/%s/", "", "//");
	named("/%%s/%d%", "x", "/%x/%d%");
	named("/none", "name", "/none");
	named("", "name", "");

	bootif("01-52-54-00-ab-cd-ef", 0);
	bootif("01-52-54-00-AB-CD-EF", 0);
	bootif("01-52:54:00:ab:cd:ef", 0);
	bootif("01:52:54:00:ab:cd:ef", 0);
	bootif("20-52-54-00-ab-cd-ef", -EINVAL);
	bootif("52-54-00-ab-cd-ef", -EINVAL);
	bootif("01-52-54-00-ab-cd-ef-", -EINVAL);
	bootif("01-52-54-00-ab-cd-ef-00", -EINVAL);
	bootif("01-52-54-00-ab-cd-e", -EINVAL);
	bootif("01-52-54-00-ab-cd-", -EINVAL);
	bootif("01-52-54-00-ab-cd", -EINVAL);
	bootif("01-52-54-00-ab-cd-eg", -EINVAL);
	bootif("01-52-54-00-ab-cd-@f", -EINVAL);
	bootif("01-525400abcdef", -EINVAL);
	bootif("01", -EINVAL);
	bootif("0", -EINVAL);
	bootif("", -EINVAL);

	address("1.2.3.4", 0);
	address("255.255.255.255:/", 2);
	address("0.0.0.0x", 1);
	address("1.2.3.4.5", 2);
	address("", -1);
	address("1", -1);
	address("1.2.3", -1);
	address("1.2.3.", -1);
	address("1..2.3", -1);
	address(".1.2.3", -1);
	address("1.2.3.256", -1);
	address("1.2.3.4294967297", -1);
	address("1.2.3.0004", -1);
	address("a.2.3.4", -1);
	address("server:/path", -1);

	tap_long(nfs_type(NULL), 0, "no type");
	tap_long(nfs_type("ext4"), 0, "ext4");
	tap_long(nfs_type("nfs"), 3, "nfs");
	tap_long(nfs_type("nfs4"), 4, "nfs4");
	tap_long(nfs_type("nfs3"), 0, "nfs3 is no type");
	tap_long(nfs_type("nf"), 0, "nor is nf");
	tap_long(nfs_type(""), 0, "nor is nothing");

	options("10.0.2.2:/srv", NULL, "vers=3,nolock,addr=10.0.2.2");
	options("10.0.2.2:/srv", "", "vers=3,nolock,addr=10.0.2.2");
	options("255.255.255.255:/", "vers=4,ro", "vers=3,nolock,addr=255.255.255.255,vers=4,ro");
	options("255.255.255.255/x", NULL, NULL);
	options("10.0.2.2:srv", NULL, NULL);
	options("10.0.2.2:", NULL, NULL);
	options("10.0.2.2", NULL, NULL);
	options("server:/srv", NULL, NULL);
	options("[fe80::1]:/srv", NULL, NULL);
	options("/srv", NULL, NULL);
	options("", NULL, NULL);

	root("10.0.2.2:/srv,ro,vers=4", "", "10.0.2.2:/srv", "ro,vers=4");
	root("10.0.2.2:/srv", "", "10.0.2.2:/srv", "");
	root("/srv,ro", "10.0.2.3:10.0.2.4", "10.0.2.3:/srv", "ro");
	root("/srv", "10.0.2.3", "10.0.2.3:/srv", "");
	root("/srv", "", ":/srv", "");
	root("10.0.2.2", "10.0.2.3", NULL, NULL);
	root("", "10.0.2.3", NULL, NULL);
	root("10.0.2.2,subdir=/srv", "", NULL, NULL);

	tap_text(ip_field("a:b::d", 0), "a:b::d", "the first field");
	tap_text(ip_field("a:b::d", 2), ":d", "an empty one");
	tap_text(ip_field("a:b::d", 3), "d", "the last");
	tap_text(ip_field("a:b::d", 4), "", "one that is missing");
	tap_text(ip_field("", 5), "", "of nothing");
	return tap_done();
}
