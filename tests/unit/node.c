// SPDX-License-Identifier: GPL-2.0-only
/* What a network's node reads: requests, replies of an NFS server, /proc/mounts. */
#include "../../init/fmt/fmt.h"
#include "tap.h"

#define ROOM	64

static void line(const char *s, int full, enum request want, const char *rest)
{
	char *room = malloc(ROOM);

	memset(room, 'z', ROOM);
	memcpy(room, s, strlen(s) + 1);
	tap_long(request_read(room, full), want, s);
	tap_text(room, rest, "  what is left");
	free(room);
}

static void requests(void)
{
	line("PING\n", 0, PING, "");
	line("MODE single\nBLINK 1\n", 0, MODE_SINGLE, "BLINK 1\n");
	line("MODE multi\nPI", 0, MODE_MULTI, "PI");
	line("BLINK 1\n", 0, BLINK_ON, "");
	line("BLINK 0\r\nx", 0, BLINK_OFF, "x");
	line("REBOOT\n\n", 0, REBOOT, "\n");
	line("CLOSE\n", 0, CLOSE, "");
	line("PING", 0, REQUEST_MORE, "PING");
	line("", 0, REQUEST_MORE, "");
	line("PING", 1, PING, "");
	line("xxxx", 1, REQUEST_UNKNOWN, "");
	line("\n", 0, REQUEST_UNKNOWN, "");
	line("\r\n", 0, REQUEST_UNKNOWN, "");
	line("ping\n", 0, REQUEST_UNKNOWN, "");
	line("BLINK\n", 0, REQUEST_UNKNOWN, "");
	line("BLINK 2\n", 0, REQUEST_UNKNOWN, "");
	line("BLINK 11\n", 0, REQUEST_UNKNOWN, "");
	line(" PING\n", 0, REQUEST_UNKNOWN, "");
	line("REBOOT now\nPING\n", 0, REQUEST_UNKNOWN, "PING\n");
	line("\xff\xfe\n", 0, REQUEST_UNKNOWN, "");
}

/* RFC 5531: mark, xid, REPLY, MSG_ACCEPTED, verifier (2), SUCCESS */
static const u8 good[28] = { 0x80, 0, 0, 24, 'a', 'b', 'c', 'd', 0, 0, 0, 1 };

static void replies_to(const u8 *data, size_t len, int want, const char *what)
{
	u32 *reply = exactly(data, len);
	u32 xid;

	memcpy(&xid, "abcd", 4);
	tap_long(rpc_reply(reply, len, xid), want, what);
}

static void replies(void)
{
	u8 data[RPC_REPLY + 8] = { 0 };
	unsigned int n;
	int early = 0;

	for (n = 0; n < 28; n++) {
		u32 xid;

		memcpy(&xid, "abcd", 4);
		early += !!rpc_reply(exactly(good, 28), n, xid);
	}
	tap_long(early, 0, "as long as it is not complete there is more to come");
	replies_to(good, 28, 28, "a reply");
	memcpy(data, good, 28);
	replies_to(data, 29, -EINVAL, "more than a reply");
	data[3] = 0x20;
	data[27] = 2;
	replies_to(data, 36, 36, "a server without that version");
	data[15] = 1;
	replies_to(data, 36, 36, "one that denies the call");
	data[4] = 'x';
	replies_to(data, 36, -EINVAL, "a reply to another call");
	data[4] = 'a';
	data[11] = 0;
	replies_to(data, 36, -EINVAL, "a call");
	data[11] = 1;
	data[0] = 0;
	replies_to(data, 4, -EINVAL, "a fragment");
	data[0] = 0x80;
	data[3] = 7;
	replies_to(data, 4, -EINVAL, "a short one");
	data[3] = RPC_REPLY - 3;
	replies_to(data, 4, -EINVAL, "one that is too long");
	memset(data, 0xff, 4);
	replies_to(data, 4, -EINVAL, "a very long one");
	replies_to((const u8 *)"HTTP/1.0 400 Bad", 16, -EINVAL, "something else");
}

static void call(void)
{
	static const u8 want[RPC_CALL] = {
		0x80, 0, 0, 40, 'a', 'b', 'c', 'd', 0, 0, 0, 0, 0, 0, 0, 2,
		0, 1, 0x86, 0xa3, 0, 0, 0, 3,
	};
	u32 made[RPC_CALL / 4];
	u32 xid;

	memcpy(&xid, "abcd", 4);
	memset(made, 0x55, sizeof(made));
	rpc_null(made, xid);
	tap(!memcmp(made, want, sizeof(want)), "a call of NFS 3, procedure 0, no credentials");
}

static void server(const char *mounts, const char *want)
{
	u32 ip = 0;
	const char *s = mount_server(text(mounts), "/tmp/nfs", &ip);

	tap(!!s == !!want, mounts);
	if (s && want)
		tap(!strncmp(s, want, strlen(want)), "  its server");
}

static void clock_is(const char *s, int want, u32 seconds)
{
	char *copy = text(s);
	u32 n = 0;

	tap_long(clock_answer(copy, &n), want, s);
	if (!want)
		tap_long(n, seconds, "  the time");
	free(copy);
}

static void clocks(void)
{
	clock_is("10.0\n('RESULT', 1782000000)\n", 0, 1782000000);
	clock_is("11.0\n('RESULT', 4294967295)\nmore", 0, 4294967295);
	clock_is("\n('RESULT', 0)\n", 0, 0);
	clock_is("10.0\n('RESULT', 1782000000)", -EAGAIN, 0);
	clock_is("10.0\n('RESULT', 17", -EAGAIN, 0);
	clock_is("10.0\n", -EAGAIN, 0);
	clock_is("10.0", -EAGAIN, 0);
	clock_is("", -EAGAIN, 0);
	clock_is("10.0\n('RESULT', )\n", -EINVAL, 0);
	clock_is("10.0\n('RESULT', 17.5)\n", -EINVAL, 0);
	clock_is("10.0\n('RESULT', 17\n", -EINVAL, 0);
	clock_is("10.0\n('RESULT', -17)\n", -EINVAL, 0);
	clock_is("10.0\n('RESULT', 00000000017)\n", -EINVAL, 0);
	clock_is("10.0\n('EXCEPTION', 'none')\n", -EINVAL, 0);
	clock_is("10.0\n\n('RESULT', 17)\n", -EINVAL, 0);
}

static void config_is(const char *s, int want, const char *mode, const char *persist,
		      const char *vnode)
{
	const char *values[WALT_VALUES];
	char *copy = text(s);

	tap_long(walt_config(copy, values), want, s);
	tap_text(values[WALT_MODE], mode, "  the mode");
	tap_text(values[WALT_PERSIST], persist, "  where /persist is");
	tap_text(values[WALT_VNODE], vnode, "  a virtual machine");
	free(copy);
}

static void configs(void)
{
	config_is("export walt_boot_mode=network-volatile\n"
		  "export walt_persist_path=10.0.0.1:/var/lib/walt/nodes/one/persist\n"
		  "export walt_vnode_mode=0\n", 0, "network-volatile",
		  "10.0.0.1:/var/lib/walt/nodes/one/persist", "0");
	config_is("export walt_vnode_mode=1\n\nexport walt_persist_path=\nmore\n"
		  "export walt_boot_mode=x\n", 0, "x", "", "1");
	config_is("export walt_boot_mode=a\nexport walt_boot_mode=b\n", 0, "b", NULL, NULL);
	config_is("export walt_boot_mode=network-vol", -ENOENT, NULL, NULL, NULL);
	config_is("export walt_vnode_mode=0\nexport walt_boot_mode=n", -ENOENT, NULL, NULL, "0");
	config_is("walt_boot_mode=a\n export walt_boot_mode=b\n", -ENOENT, NULL, NULL, NULL);
	config_is("export walt_boot_mode\n", -ENOENT, NULL, NULL, NULL);
	config_is("export walt_boot_mode=\n", 0, "", NULL, NULL);
	config_is("\n", -ENOENT, NULL, NULL, NULL);
	config_is("", -ENOENT, NULL, NULL, NULL);
}

int main(void)
{
	requests();
	clocks();
	configs();
	call();
	replies();
	server("a /tmp/nfs nfs ro,vers=3,mountaddr=1.1.1.1,addr=10.0.0.1 0 0\n", "10.0.0.1 0 0");
	server("a / nfs ro,addr=1.1.1.1 0 0\na /tmp/nfs nfs4 ro,addr=1.1.1.2,x 0 0\n", "1.1.1.2");
	server("a /tmp/nfs2 nfs ro,addr=1.1.1.1 0 0\n", NULL);
	server("a /tmp/nfs nfs ro 0 0\nb /c nfs ro,addr=1.1.1.1 0 0\n", NULL);
	server("a /tmp/nfs nfs ro,addr=fe80::1 0 0\n", NULL);
	server("a /tmp/nfs nfs ro,addr=1.1.1.256 0 0\n", NULL);
	server("a /tmp/nfs", NULL);
	server("a", NULL);
	server(" /tmp/nfs nfs ,addr=1.1.1.1", "1.1.1.1");
	server("\n\n a\n", NULL);
	server("", NULL);
	return tap_done();
}
