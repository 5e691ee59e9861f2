// SPDX-License-Identifier: GPL-2.0-only
/* dhcp.c, address.c and model.c: what is asked, what servers answer, and what nobody should. */
#include "../../init/fmt/fmt.h"
#include "tap.h"
#include "digits.h"

#define XID	0x12345678

static const u8 mac[] = { 2, 0, 0, 0xab, 0xcd, 0xef };
static struct dhcp packet;
static struct lease lease;
static u32 len;

static u32 addr(const char *s)
{
	u32 n = 0;

	tap(!!ip_read(s, &n), s);
	return n;
}

/* An answer with these options, given as a string literal. */
#define ANSWER(options)	answer(options, sizeof(options) - 1)

static void answer(const void *options, u32 size)
{
	memset(&packet, 0, sizeof(packet));
	packet.op = 2;
	packet.xid = XID;
	packet.cookie = be32(0x63825363);
	packet.yiaddr = 1;
	memcpy(packet.chaddr, mac, sizeof(mac));
	memcpy(packet.options, options, size);
	len = DHCP_HEAD + size;
}

static int read_it(void)
{
	struct dhcp *exact = exactly(&packet, len);

	return dhcp_read(exact, len, XID, mac, &lease);
}

/* The value of an option of a packet of ours; NULL: it has none. */
static const u8 *has(const struct dhcp *p, u8 code)
{
	const u8 *at = p->options;

	while (*at != 255 && *at != code)
		at += 2 + at[1];
	return *at == code ? at + 1 : NULL;
}

static void questions(void)
{
	struct lease l = { .ip = addr("10.1.2.3"), .server = addr("10.1.2.1") };
	static struct dhcp p;
	static char class[DHCP_CLASS];
	int n;

	memset(&p, 0x55, sizeof(p));
	n = dhcp_make(&p, DHCP_DISCOVER, XID, mac, "walt.node.pc-x86-64", &l);
	tap_long(n, 303, "a question");
	tap(p.op == 1 && p.htype == 1 && p.hlen == 6 && !p.hops && p.xid == XID, "  its head");
	tap(!memcmp(&p.flags, "\x80\0", 2), "  is to be answered to all");
	tap(!p.ciaddr && !p.yiaddr && !p.siaddr && !p.giaddr, "  no addresses");
	tap(!memcmp(p.chaddr, "\2\0\0\xab\xcd\xef\0\0\0\0\0\0\0\0\0", 16), "  MAC address");
	tap(!memcmp(&p.cookie, "\x63\x82\x53\x63", 4), "  cookie");
	tap(!memcmp(has(&p, 53) ?: mac, "\1\1", 2), "  type");
	tap(!memcmp(has(&p, 60) ?: mac, "\x13walt.node.pc-x86-64", 20), "  vendor class");
	tap(!memcmp(has(&p, 77) ?: mac, "\x13walt.node.pc-x86-64", 20), "  user class");
	tap(!memcmp(has(&p, 57) ?: mac, "\2\5\xc0", 3), "  longest answer");
	tap(!memcmp(has(&p, 55) ?: mac, "\xb\1\3\6\x0c\x0f\x11\x1c\x2a\x42\x43\x77", 12),
	    "  what is asked for");
	tap(!has(&p, 12) && !has(&p, 50) && !has(&p, 54), "  no name, no address");
	n = dhcp_make(&p, DHCP_REQUEST, XID, mac, "x", &l);
	tap_long(n, DHCP_LEAST, "a short one is filled up");
	tap(!memcmp(has(&p, 53) ?: mac, "\1\3", 2), "a request");
	tap(!memcmp(has(&p, 50) ?: mac, "\4\x0a\1\2\3", 5), "  of this address");
	tap(!memcmp(has(&p, 54) ?: mac, "\4\x0a\1\2\1", 5), "  from this server");
	memset(class, 'x', sizeof(class) - 1);
	n = dhcp_make(&p, DHCP_REQUEST, XID, mac, class, &l);
	tap(n > DHCP_LEAST && n < 576, "the longest one fits into what all servers take");
	tap_long(((u8 *)&p)[n - 1], 255, "  and has an end");
}

#define OFFER	"\x35\1\2\x36\4\x0a\0\0\1"

static void answers(void)
{
	ANSWER(OFFER "\1\4\xff\xff\0\0\3\10\x0a\0\0\2\x0a\0\0\3\x0c\4node\x11\5/root\xff");
	packet.siaddr = addr("10.0.0.9");
	tap_long(read_it(), DHCP_OFFER, "an offer");
	tap(lease.ip == 1 && lease.server == addr("10.0.0.1"), "  its addresses");
	tap(lease.mask == addr("255.255.0.0") && lease.gateway == addr("10.0.0.2"), "  network");
	tap_text(lease.host, "node", "  host name");
	tap_text(lease.root, "/root", "  root");
	tap(lease_next(&lease) == addr("10.0.0.9"), "  next server");
	ANSWER(OFFER "\102\01010.0.0.7\103\4boot");
	tap_long(read_it(), DHCP_OFFER, "no end, option 66 and 67");
	tap(lease_next(&lease) == addr("10.0.0.7"), "  next server");
	tap_text(lease.file, "boot", "  file");
	ANSWER(OFFER "\x42\4name");
	tap(read_it() == DHCP_OFFER && lease_next(&lease) == addr("10.0.0.1"),
	    "a server that has a name only is not asked");
	ANSWER(OFFER "\xff");
	memcpy(packet.file, "start.ipxe", 10);
	memcpy(packet.sname, "10.0.0.5", 8);
	tap_long(read_it(), DHCP_OFFER, "the fields of BOOTP");
	tap_text(lease.file, "start.ipxe", "  file");
	tap(lease_next(&lease) == addr("10.0.0.5"), "  next server");
	ANSWER(OFFER "\x43\3new\0\0\xff");
	memset(packet.file, 'x', sizeof(packet.file));
	tap_long(read_it(), DHCP_OFFER, "both the field and the option");
	tap_text(lease.file, "new", "  the option counts");
	ANSWER(OFFER);
	memset(packet.file, 'x', sizeof(packet.file));
	tap(read_it() == DHCP_OFFER && strlen(lease.file) == 128, "a field without a NUL");
	ANSWER("\x35\1\6\x36\4\x0a\0\0\1");
	packet.yiaddr = 0;
	tap_long(read_it(), DHCP_NAK, "a refusal");
	ANSWER(OFFER "\x0c\5node\0");
	tap(read_it() == DHCP_OFFER && !strcmp(lease.host, "node"), "a NUL at a name's end");
	ANSWER(OFFER "\x11\2/a\x11\2/b");
	tap(read_it() == DHCP_OFFER && !strcmp(lease.root, "/a/b"), "a long option in two");
}

static void overloads(void)
{
	ANSWER(OFFER "\x34\1\3\xff");
	memcpy(packet.file, "\x0c\1f\xff", 4);
	memcpy(packet.sname, "\x11\1s\xff", 4);
	tap_long(read_it(), DHCP_OFFER, "options in both fields");
	tap(!strcmp(lease.host, "f") && !strcmp(lease.root, "s"), "  are read");
	tap(!*lease.file && !*lease.tftp, "  and are no names");
	ANSWER(OFFER "\x34\1\1");
	memcpy(packet.file, "\x34\1\3\xff", 4);
	memcpy(packet.sname, "10.0.0.5", 8);
	tap(read_it() == DHCP_OFFER && lease_next(&lease) == addr("10.0.0.5"),
	    "a field does not say what another one holds");
	ANSWER(OFFER "\x34\1\1");
	memset(packet.file, 0, sizeof(packet.file));
	packet.file[126] = 12;
	packet.file[127] = 1;
	tap_long(read_it(), -EINVAL, "an option that leaves its field");
	packet.file[127] = 0;
	packet.file[126] = 0;
	packet.file[127] = 12;
	tap_long(read_it(), -EINVAL, "  a code without a length");
	ANSWER(OFFER "\x34\1\2");
	memset(packet.sname, 0, sizeof(packet.sname));
	tap_long(read_it(), DHCP_OFFER, "a field of nothing");
}

static void hostile(void)
{
	static char many[1200];
	u32 whole, i;

	ANSWER(OFFER "\x0c\4node");
	whole = len;
	for (len = 0; len < DHCP_HEAD; len++)
		if (read_it() != -EINVAL)
			break;
	tap_long(len, DHCP_HEAD, "a head that is cut off");
	for (len = DHCP_HEAD + 10; len < whole; len++)
		if (read_it() != -EINVAL)
			break;
	tap_long(len, whole, "an option that is cut off");
	len = whole;
	packet.xid++;
	tap_long(read_it(), -EINVAL, "an answer to another question");
	packet.xid--;
	packet.chaddr[5]++;
	tap_long(read_it(), -EINVAL, "  to another machine");
	packet.chaddr[5]--;
	packet.op = 1;
	tap_long(read_it(), -EINVAL, "  a question");
	packet.op = 2;
	packet.cookie++;
	tap_long(read_it(), -EINVAL, "  no cookie");
	ANSWER("\x35\1\2\x36\4\x0a\0\0\1");
	packet.yiaddr = 0;
	tap_long(read_it(), -EINVAL, "an offer of no address");
	ANSWER("\x35\1\2");
	tap_long(read_it(), -EINVAL, "  from nobody");
	ANSWER(OFFER "\1\3\xff\xff\xff\3\0\x35\0");
	tap(read_it() == DHCP_OFFER && !lease.mask && !lease.gateway, "numbers that are short");
	ANSWER(OFFER "\x0c\5a b c\x11\3a\nb\x43\2\x80x");
	tap(read_it() == DHCP_OFFER && !*lease.host && !*lease.root && !*lease.file,
	    "names that are none");
	memcpy(many, OFFER, sizeof(OFFER) - 1);
	for (i = sizeof(OFFER) - 1; i + 102 < sizeof(many); i += 102) {
		memset(many + i, 'x', 102);
		many[i] = 12;
		many[i + 1] = 100;
	}
	answer(many, i);
	tap(read_it() == DHCP_OFFER && strlen(lease.host) < sizeof(lease.host),
	    "a name of 1,100 bytes");
}

static void addresses(void)
{
	char buf[ADDRESS_TEXT + 1], name[MAC_TEXT];
	u32 n = addr("192.168.1.254");

	address_text(buf, buf + sizeof(buf), n);
	tap_text(buf, "192.168.1.254", "an address as text");
	address_text(buf, buf + sizeof(buf), addr("255.255.255.255"));
	tap_text(buf, "255.255.255.255", "the longest");
	tap_text(ip_read("1.2.3.4/x", &n), "/x", "what follows");
	tap(!ip_read("1.2.3", &n) && !ip_read("1.2.3.256", &n) &&
	    !ip_read("", &n) && !ip_read("1..2.3", &n) &&
	    !ip_read("1.2.3.", &n) && !ip_read("0001.2.3.4", &n) &&
	    !ip_read("4294967297.2.3.4", &n) && !ip_read("-1.2.3.4", &n) &&
	    !ip_read("name", &n), "what is none");
	mac_text(name, mac, '-');
	tap_text(name, "02-00-00-ab-cd-ef", "a MAC address");
}

static void model(const char *compatible, const char *want)
{
	char buf[16];

	model_text(buf, buf + sizeof(buf), text(compatible));
	tap_text(buf, want, compatible);
}

static void models(void)
{
	model("raspberrypi,model-b", "rpi-b");
	model("raspberrypi,model-b-plus", "rpi-b-plus");
	model("raspberrypi,2-model-b", "rpi-2-b");
	model("raspberrypi,3-model-b-plus", "rpi-3-b-plus");
	model("raspberrypi,400", "rpi-400");
	model("friendlyarm,nanopi-r5c", "nanopi-r5c");
	model("mti,malta", "malta");
	model("x,model-1", "model-1");
	model("x86", "x86");
	model("a,b,c", "b,c");
	model("a,", "");
	model("", "");
	model("vendor,a-name-that-is-too-long", "a-name-that-is-");
}

int main(void)
{
	models();
	questions();
	answers();
	overloads();
	hostile();
	addresses();
	return tap_done();
}
