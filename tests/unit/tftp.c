// SPDX-License-Identifier: GPL-2.0-only
#include "../../init/fmt/fmt.h"
#include "tap.h"

static struct tftp t;
static struct span data;
static char request[600];

static void ask(void)
{
	tap(tftp_ask(&t, request, request + sizeof(request), "kernel") > 0, "a request");
}

/* A packet with nothing behind it, given as a string literal. */
#define TAKE(bytes)	take(bytes, sizeof(bytes) - 1)

static int take(const void *bytes, u32 len)
{
	return tftp_take(&t, (struct span){ exactly(bytes, len), len }, &data);
}

static int block(u16 number, u32 len)
{
	u8 *p = calloc(1, 4 + len);
	int what;

	p[1] = 3;
	p[2] = number >> 8;
	p[3] = number;
	what = tftp_take(&t, (struct span){ p, 4 + len }, &data);
	free(p);
	return what;
}

static void asking(void)
{
	static const char want[] =
		"\0\1kernel\0octet\0blksize\0001468\0windowsize\00016\0tsize\0000";
	u8 answer[4];
	char *exact;
	int n;

	n = tftp_ask(&t, request, request + sizeof(request), "kernel");
	tap(n == sizeof(want) && !memcmp(request, want, n), "a request, to the byte");
	exact = malloc(n);
	tap_long(tftp_ask(&t, exact, exact + n, "kernel"), n, "  that just fits");
	tap_long(tftp_ask(&t, exact, exact + n, "kernel2"), -E2BIG, "  that does not fit");
	free(exact);
	t.block = 0x12345;
	tap(tftp_answer(&t, answer) == 4 && !memcmp(answer, "\0\4\x23\x45", 4), "an answer");
}

static void plain(void)
{
	ask();
	tap_long(block(1, 512), TFTP_ANSWER, "a server without options");
	tap(data.len == 512 && t.block == 1 && t.len == 512, "  its first block");
	tap_long(block(1, 512), TFTP_ANSWER, "the same once more is answered");
	tap_long(data.len, 0, "  but nothing of it is taken");
	tap_long(block(1, 512), TFTP_NOTHING, "  only once");
	tap_long(block(2, 0), TFTP_END, "the end");
	tap_long(t.len, 512, "  all of it");
	ask();
	tap_long(block(2, 512), TFTP_ANSWER, "a block behind a gap");
	tap_long(t.len, 0, "  is not taken");
	ask();
	tap_long(block(1, 513), -EINVAL, "more than a block");
	ask();
	tap_long(block(1, 0), TFTP_END, "an empty file");
}

static void windows(void)
{
	u32 i;

	ask();
	tap_long(TAKE("\0\6blksize\0001000\0windowsize\0004\0tsize\0003500\0"), TFTP_ANSWER,
		 "all options");
	tap(t.blksize == 1000 && t.window == 4 && t.size == 3500, "  are taken");
	tap_long(TAKE("\0\6blksize\0001000\0windowsize\0004\0"), TFTP_ANSWER, "  once more");
	tap_long(block(1, 1000), TFTP_NOTHING, "a window");
	tap_long(block(2, 1000), TFTP_NOTHING, "  the second");
	tap_long(block(4, 500), TFTP_ANSWER, "  the third is lost");
	tap_long(block(3, 1000), TFTP_NOTHING, "  and sent again");
	tap_long(block(4, 500), TFTP_END, "  the end");
	tap_long(t.len, 3500, "  all of it");
	tap_long(TAKE("\0\6blksize\0008\0"), TFTP_ANSWER, "options in the middle");
	tap_long(t.blksize, 1000, "  change nothing");
	ask();
	TAKE("\0\6blksize\0008\0windowsize\00016\0");
	for (i = 1; i < 70000; i++)
		if (block(i, 8) != (i % 16 ? TFTP_NOTHING : TFTP_ANSWER))
			break;
		else if (!(i % 16))
			t.since = 0;
	tap_long(i, 70000, "more than 65,535 blocks");
	tap_long(t.len, 8 * 69999, "  all of them");
}

static void wrong(void)
{
	ask();
	tap_long(TAKE("\0\5\0\1File not found"), -ENOENT, "not found");
	tap_long(TAKE("\0\5\0\2"), -EACCES, "not allowed");
	tap_long(TAKE("\0\5\0\0x"), -EIO, "another error");
	tap_long(TAKE("\0\5\0\10"), -EIO, "options are refused");
	tap_long(TAKE(""), -EINVAL, "nothing");
	tap_long(TAKE("\0\3\0"), -EINVAL, "cut off");
	tap_long(TAKE("\0\6"), -EINVAL, "no options");
	tap_long(TAKE("\1\3\0\1"), -EINVAL, "no opcode");
	tap_long(TAKE("\0\4\0\1"), -EINVAL, "an answer");
	tap_long(TAKE("\0\1xx"), -EINVAL, "a request");
	tap_long(TAKE("\0\6blksize\0001000"), -EINVAL, "options without an end");
	tap_long(TAKE("\0\6blksize\0"), -EINVAL, "  without a value");
	tap_long(TAKE("\0\6blksize\0001469\0"), -EINVAL, "  more than was asked for");
	tap_long(TAKE("\0\6blksize\0007\0"), -EINVAL, "  less than there may be");
	tap_long(TAKE("\0\6blksize\0\0"), -EINVAL, "  nothing");
	tap_long(TAKE("\0\6blksize\0-8\0"), -EINVAL, "  negative");
	tap_long(TAKE("\0\6blksize\0004294968296\0"), -EINVAL, "  of 33 bits");
	tap_long(TAKE("\0\6windowsize\0000\0"), -EINVAL, "  no window");
	tap_long(TAKE("\0\6windowsize\00017\0"), -EINVAL, "  too large a window");
	tap_long(TAKE("\0\6tsize\00099999999999\0"), -EINVAL, "  too large a file");
	tap_long(TAKE("\0\6other\0001\0"), TFTP_ANSWER, "  unknown");
	ask();
	TAKE("\0\6tsize\000600\0");
	block(1, 512);
	tap_long(block(2, 87), -EIO, "a file that is shorter than was said");
	ask();
	TAKE("\0\6tsize\000600\0");
	block(1, 512);
	tap_long(block(2, 89), -EIO, "  longer");
	ask();
	TAKE("\0\6tsize\000600\0");
	block(1, 512);
	tap_long(block(2, 512), -EIO, "  without an end");
	ask();
	TAKE("\0\6tsize\0000\0");
	tap_long(block(1, 0), TFTP_END, "  nothing, as was said");
}

int main(void)
{
	asking();
	plain();
	windows();
	wrong();
	return tap_done();
}
