// SPDX-License-Identifier: GPL-2.0-only
#include "fmt.h"

/* FIPS 180-4, 4.2.2: of the cube roots of the first 64 primes, what follows the point */
static const u32 sha256_k[64] = {
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4,
	0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe,
	0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f,
	0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7,
	0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc,
	0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
	0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116,
	0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
	0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
	0xc67178f2,
};

/* 5.3.3: the same of the square roots of the first eight */
static const u32 sha256_first[8] = {
	0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab,
	0x5be0cd19,
};

/* The bytes are put where the CPU has them in a word. */
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define SHA256_SWAP	3
#else
#define SHA256_SWAP	0
#endif

/* MIPS16e cannot rotate. */
#ifdef __mips16
#define __rotates	__attribute__((nomips16))
#else
#define __rotates
#endif

static inline __rotates u32 turn(u32 x, u32 by)
{
	return x >> by | x << (-by & 31);
}

/* The exclusive or of @x turned right by so many bits. */
static __noinline __rotates u32 turned(u32 x, u32 by, u32 by_too, u32 by_last)
{
	return turn(x, by) ^ turn(x, by_too) ^ turn(x, by_last);
}

/* What a round works on: these words of the standard's, and those of the rounds before */
struct sha256_round {
	u32 a, e, w;
};

/*
 * One block into the hash. The eight words a to h of the standard move on by one place in
 * each round, so that b is the a of the last round, and f its e.
 */
static __noinline void sha256_block(struct sha256 *s)
{
	struct sha256_round rounds[4 + 64], *r = rounds;
	const u32 *k = sha256_k;
	unsigned int i;

	for (i = 4; i--; r++) {
		r->a = s->hash[i];
		r->e = s->hash[4 + i];
	}
	for (i = 0; i < 64; i++, r++) {
		u32 sum = i < SHA256_BLOCK / 4 ? s->block.words[i] :
			r[-16].w + r[-7].w +
			(turned(r[-15].w, 7, 18, 3) ^ r[-15].w << 29) +
			(turned(r[-2].w, 17, 19, 10) ^ r[-2].w << 22);

		r->w = sum;
		sum += r[-4].e + turned(r[-1].e, 6, 11, 25) +
		       ((r[-1].e & (r[-2].e ^ r[-3].e)) ^ r[-3].e) + *k++;
		r->e = r[-4].a + sum;
		r->a = sum + turned(r[-1].a, 2, 13, 22) +
		       ((r[-1].a & r[-2].a) | (r[-3].a & (r[-1].a | r[-2].a)));
	}
	for (i = 0; i < 4; i++) {
		r--;
		s->hash[i] += r->a;
		s->hash[4 + i] += r->e;
	}
}

/**
 * sha256_begin() - of nothing yet
 * @s: the hash
 */
void sha256_begin(struct sha256 *s)
{
	memcpy(s->hash, sha256_first, sizeof(s->hash));
	s->len = 0;
}

/**
 * sha256_add() - more of what is to be hashed
 * @s: the hash
 * @data: the bytes
 * @len: how many; less than 4 GiB in all
 */
void sha256_add(struct sha256 *s, const u8 *data, u32 len)
{
	while (len--) {
		s->block.bytes[s->len++ % SHA256_BLOCK ^ SHA256_SWAP] = *data++;
		if (!(s->len % SHA256_BLOCK))
			sha256_block(s);
	}
}

/**
 * sha256_end() - there is no more
 * @s: the hash; s->hash becomes the 32 bytes
 */
void sha256_end(struct sha256 *s)
{
	static const u8 one = 0x80;
	static const u8 zero;
	u32 len = s->len;
	unsigned int i;

	sha256_add(s, &one, 1);
	while (s->len % SHA256_BLOCK != SHA256_BLOCK - 8)
		sha256_add(s, &zero, 1);
	s->block.words[14] = len >> 29;	/* in bits */
	s->block.words[15] = len << 3;
	sha256_block(s);
	for (i = 0; i < ARRAY_SIZE(s->hash); i++)
		s->hash[i] = be32(s->hash[i]);
}
