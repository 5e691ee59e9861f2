// SPDX-License-Identifier: GPL-2.0-only
/* MD5, RFC 1321: not to trust in, but OpenWrt tells one squashfs from another by it. */
#include "fmt.h"

/* RFC 1321 3.4: 2^32 times the absolute value of sin(1), sin(2) and so on */
static const u32 sines[64] = {
	0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613,
	0xfd469501, 0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193,
	0xa679438e, 0x49b40821, 0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d,
	0x02441453, 0xd8a1e681, 0xe7d3fbc8, 0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed,
	0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a, 0xfffa3942, 0x8771f681, 0x6d9d6122,
	0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70, 0x289b7ec6, 0xeaa127fa,
	0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665, 0xf4292244,
	0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
	0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb,
	0xeb86d391,
};

static void md5_block(u32 *hash, const u32 *words)
{
	static const u8 turns[16] = { 7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21 };
	u32 a = hash[0];
	u32 b = hash[1];
	u32 c = hash[2];
	u32 d = hash[3];
	unsigned int i;

	for (i = 0; i < 64; i++) {
		unsigned int round = i / 16;
		unsigned int turn = turns[4 * round + i % 4];
		unsigned int word = i;
		u32 sum;

		if (round == 0) {
			sum = d ^ (b & (c ^ d));
		} else if (round == 1) {
			sum = c ^ (d & (b ^ c));
			word = 5 * i + 1;
		} else if (round == 2) {
			sum = b ^ c ^ d;
			word = 3 * i + 5;
		} else {
			sum = c ^ (b | ~d);
			word = 7 * i;
		}
		sum += a + sines[i] + le32(words[word % 16]);
		a = d;
		d = c;
		c = b;
		b += sum << turn | sum >> (32 - turn);
	}
	hash[0] += a;
	hash[1] += b;
	hash[2] += c;
	hash[3] += d;
}

/**
 * md5() - the checksum of some bytes
 * @data: they, as words; up to 72 bytes behind them are overwritten
 * @len: how many, below 2^29
 * @hash: takes it, as words of the CPU's
 */
void md5(u32 *data, u32 len, u32 *hash)
{
	u8 *end = (u8 *)data + len;
	u32 bits = len * 8;

	hash[0] = 0x67452301;
	hash[1] = 0xefcdab89;
	hash[2] = 0x98badcfe;
	hash[3] = 0x10325476;
	*end++ = 0x80;
	while ((end - (u8 *)data) % MD5_BLOCK != MD5_BLOCK - 8)
		*end++ = 0;
	((u32 *)end)[0] = le32(bits);
	((u32 *)end)[1] = 0;
	for (end += 8; (u8 *)data < end; data += MD5_BLOCK / 4)
		md5_block(hash, data);
}

/**
 * squashfs_uuid() - what OpenWrt calls the UUID of a squashfs, which has none
 * @head: its superblock, with room for MD5_MORE bytes behind it, which are overwritten
 * @text: takes it, SQUASHFS_UUID characters with the NUL
 *
 * It is the MD5 of the superblock. `block info` prints that as four words of the CPU's, the last
 * one first (fstools, libblkid-tiny/squashfs.c), so a big-endian machine has another one.
 */
void squashfs_uuid(u32 *head, char *text)
{
	u32 hash[4];
	unsigned int i;

	md5(head, SQUASHFS_HEADER, hash);
	for (i = 4; i--;) {
		u32 word = le32(hash[i]);
		int shift;

		for (shift = 28; shift >= 0; shift -= 4)
			*text++ = "0123456789abcdef"[word >> shift & 15];
		*text++ = i ? '-' : '\0';
	}
}
