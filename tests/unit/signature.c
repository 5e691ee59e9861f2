// SPDX-License-Identifier: GPL-2.0-only
/* fmt/signature.c: what scripts/sign-kernel writes, whole and cut off. */
#include "../../init/fmt/fmt.h"
#include "tap.h"

#define FILE_SIZE	(SIGNATURE_HEAD + 5 + 7)

static const u8 good[FILE_SIZE] =
	"knitsig1\0\x26\x25\xa0\0\0\1\0\0\0\0\0\xff\xff\xff\xff\0\0\0\5\0\0\0\x07-sig-certify";

/* What it says of a file that is as long as it is and no longer. */
static int reads(const u8 *data, u32 len, struct signature *s)
{
	u8 *copy = exactly(data, len);
	int err = signature_read((struct span){ copy, len }, s);

	if (!err)
		tap(s->signature.at >= copy && s->certificate.at >= s->signature.at &&
		    s->certificate.at + s->certificate.len <= copy + len, "  lies in the file");
	return err;
}

static void whole(void)
{
	struct signature s;
	u8 longer[FILE_SIZE + 3] = { 0 };

	tap_long(signature_read((struct span){ good, FILE_SIZE }, &s), 0, "a good file");
	tap_long(s.covers[SIGNATURE_KERNEL], 2500000, "the kernel");
	tap_long(s.covers[SIGNATURE_INITRD], 256, "the initrd");
	tap_long(s.covers[SIGNATURE_DTB], 0, "no device tree");
	tap_long(s.covers[SIGNATURE_CMDLINE], SIGNATURE_ANY, "any command line");
	tap(s.signature.len == 5 && !memcmp(s.signature.at, "-sig-", 5), "the signature");
	tap(s.certificate.len == 7 && !memcmp(s.certificate.at, "certify", 7), "the certificate");
	memcpy(longer, good, FILE_SIZE);
	tap_long(reads(longer, sizeof(longer), &s), 0, "with something behind it");
}

static void damaged(void)
{
	static const u8 sizes[][8] = {
		"\0\0\0\5\0\0\0\x8", "\0\0\0\6\0\0\0\7", "\xff\xff\xff\xff\0\0\0\7",
		"\0\0\0\5\xff\xff\xff\xff", "\xff\xff\xff\xfb\0\0\0\5", "\x80\0\0\0\x80\0\0\xc",
	};
	struct signature s;
	u8 bad[FILE_SIZE];
	unsigned int n, i;

	for (n = 0, i = 0; i < FILE_SIZE; i++)
		n += reads(good, i, &s) == -EINVAL;
	tap_long(n, FILE_SIZE, "cut off anywhere");
	for (n = 0, i = 0; i < 8; i++) {
		memcpy(bad, good, FILE_SIZE);
		bad[i] ^= 1;
		n += reads(bad, FILE_SIZE, &s) == -EINVAL;
	}
	tap_long(n, 8, "something else");
	for (n = 0, i = 0; i < ARRAY_SIZE(sizes); i++) {
		memcpy(bad, good, FILE_SIZE);
		memcpy(bad + 24, sizes[i], 8);
		n += reads(bad, FILE_SIZE, &s) == -EINVAL;
	}
	tap_long(n, ARRAY_SIZE(sizes), "sizes that cannot be");
}

int main(void)
{
	whole();
	damaged();
	return tap_done();
}
