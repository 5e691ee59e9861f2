// SPDX-License-Identifier: GPL-2.0-only
#include "../../init/fmt/fmt.h"
#include "tap.h"

/* What is behind the text must be zeroes, whatever was there before. */
static void sends(const char *what, size_t len)
{
	char *data = malloc(NETMSG_SIZE + 1);
	char *s = malloc(len + 1);
	unsigned int i;
	int wrong = 0;

	memset(s, 'x', len);
	s[len] = '\0';
	memset(data, 0x55, NETMSG_SIZE);
	tap_long(netmsg(data, s), 0, what);
	tap(!memcmp(data, "\xde\xad", 2), "  begins with de ad");
	tap(!memcmp(data + 2, s, len), "  then comes the text");
	for (i = 2 + len; i < NETMSG_SIZE; i++)
		wrong += !!data[i];
	tap_long(wrong, 0, "  and zeroes to its end");
	free(s);
	free(data);
}

static void refuses(const char *what, size_t len)
{
	char *data = malloc(NETMSG_SIZE + 1);
	char *s = malloc(len + 1);

	memset(s, 'x', len);
	s[len] = '\0';
	tap(netmsg(data, s), what);
	free(s);
	free(data);
}

int main(void)
{
	tap_long(NETMSG_SIZE, 1001, "OpenWrt's datagrams have 1,001 bytes");
	sends("no text", 0);
	sends("a text", 41);
	sends("the longest text", 998);
	refuses("one byte more", 999);
	refuses("1,001 bytes", 1001);
	refuses("a very long text", 100000);
	return tap_done();
}
