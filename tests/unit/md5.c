// SPDX-License-Identifier: GPL-2.0-only
/*
 * fmt/md5.c by the examples of RFC 1321; with the argument - it prints the MD5 and what OpenWrt
 * would call the UUID of what it reads, for test_md5.py.
 */
#include "../../init/fmt/fmt.h"
#include "tap.h"

/* A copy with as much room behind it as is promised, and no more. */
static u32 *with_room(const void *from, size_t len)
{
	u8 *to = malloc(len + MD5_MORE);

	if (!to)
		abort();
	memcpy(to, from, len);
	memset(to + len, 0xa5, MD5_MORE);
	return (u32 *)to;
}

static const char *hashed(const void *from, size_t len)
{
	static char out[33];
	u32 *data = with_room(from, len);
	u32 hash[4];
	unsigned int i;

	md5(data, len, hash);
	for (i = 0; i < 16; i++)
		sprintf(out + 2 * i, "%02x", hash[i / 4] >> 8 * (i % 4) & 0xff);
	free(data);
	return out;
}

static int filter(void)
{
	static u8 data[1 << 16];
	size_t len = fread(data, 1, sizeof(data), stdin);
	char uuid[SQUASHFS_UUID] = "";
	u32 *head;

	if (len >= SQUASHFS_HEADER) {
		head = with_room(data, SQUASHFS_HEADER);
		squashfs_uuid(head, uuid);
		free(head);
	}
	printf("%s %s\n", hashed(data, len), uuid);
	return 0;
}

static void is(const char *s, const char *want)
{
	tap_text(hashed(s, strlen(s)), want, *s ? s : "nothing");
}

int main(int argc, char **argv)
{
	if (argc > 1 && !strcmp(argv[1], "-"))
		return filter();
	is("", "d41d8cd98f00b204e9800998ecf8427e");
	is("a", "0cc175b9c0f1b6a831c399e269772661");
	is("abc", "900150983cd24fb0d6963f7d28e17f72");
	is("message digest", "f96b697d7cb7938d525a2f31aaf161d0");
	is("abcdefghijklmnopqrstuvwxyz", "c3fcd3d76192e4007dfb496cca67e13b");
	is("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
	   "d174ab98d277d9f5a5611c2c9f419d9f");
	is("12345678901234567890123456789012345678901234567890123456789012345678901234567890",
	   "57edf4a22be3c955ac49da2e2107b67a");
	return tap_done();
}
