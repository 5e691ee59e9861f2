// SPDX-License-Identifier: GPL-2.0-only
/* fmt/sha256.c: NIST's examples (FIPS 180-4, and SHAVS), each in pieces of every size. */
#include "../../init/fmt/fmt.h"
#include "tap.h"

/* FIPS 180-4's long one */
#define LONG	\
	"abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmno" \
	"ijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu"

static char *hashed(const void *data, u32 len, u32 piece)
{
	static char out[2 * sizeof(((struct sha256 *)0)->hash) + 1];
	const u8 *bytes = data;
	struct sha256 s;
	u32 at;
	int i;

	memset(&s, 0xee, sizeof(s));
	sha256_begin(&s);
	for (at = 0; at < len; at += piece)
		sha256_add(&s, bytes + at, len - at < piece ? len - at : piece);
	sha256_end(&s);
	for (i = 0; i < 32; i++)
		sprintf(out + 2 * i, "%02x", ((u8 *)s.hash)[i]);
	return out;
}

static void is(const char *data, const char *want, const char *what)
{
	u32 len = strlen(data);
	u8 *bytes = exactly(data, len);
	unsigned int good = 0;
	u32 piece;

	tap_text(hashed(bytes, len, len), want, what);
	for (piece = 1; piece < len + 2; piece++)
		good += !strcmp(hashed(bytes, len, piece), want);
	tap_long(good, len + 1, "  in pieces");
	free(bytes);
}

/* What comes on standard input, for test_sha256.py. */
static int filter(void)
{
	u8 *data = malloc(1 << 20);
	size_t len = fread(data, 1, 1 << 20, stdin);

	puts(hashed(data, len, len ? len : 1));
	free(data);
	return 0;
}

int main(int argc, char **argv)
{
	u8 *many = malloc(1000000);

	if (argc > 1 && !strcmp(argv[1], "-"))
		return filter();
	is("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "nothing");
	is("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", "abc");
	is("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
	   "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
	   "56 bytes: the length needs a block of its own");
	is(LONG,
	   "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1", "112 bytes");
	memset(many, 'a', 1000000);
	tap_text(hashed(many, 1000000, 1000000),
		 "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0", "a million");
	tap_text(hashed(many, 55, 55),
		 "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318", "55 bytes");
	tap_text(hashed(many, 63, 63),
		 "7d3e74a05d7db15bce4ad9ec0658ea98e3f06eeecf16b4c6fff2da457ddc2f34", "63 bytes");
	tap_text(hashed(many, 64, 64),
		 "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb", "one block");
	tap_text(hashed("\xbd", 1, 1),
		 "68325720aabd7c82f30f554b313d0570c95accbb7dc4b5aae11204c08ffe732b", "SHAVS: bd");
	tap_text(hashed("\xc9\x8c\x8e\x55", 4, 4),
		 "7abc22c0ae5af26ce93dbb94433a0e0b2e119d014f8e7f65bd56c61ccccd9504", "c98c8e55");
	free(many);
	return tap_done();
}
