// SPDX-License-Identifier: GPL-2.0-only
/* DHCP, RFC 2131 and 2132: what a client that boots asks, and what it is answered. */
#include "fmt.h"

#define DHCP_COOKIE	0x63825363	/* RFC 2131 3 */

#define DHCP_PAD	0		/* RFC 2132 3.1 */
#define DHCP_END	255		/* RFC 2132 3.2 */
#define DHCP_MASK	1		/* RFC 2132 3.3 */
#define DHCP_ROUTER	3		/* RFC 2132 3.5 */
#define DHCP_HOST	12		/* RFC 2132 3.14 */
#define DHCP_ROOT	17		/* RFC 2132 3.19 */
#define DHCP_WANTED	50		/* RFC 2132 9.1 */
#define DHCP_OVERLOAD	52		/* RFC 2132 9.3 */
#define DHCP_TYPE	53		/* RFC 2132 9.6 */
#define DHCP_SERVER	54		/* RFC 2132 9.7 */
#define DHCP_ASK	55		/* RFC 2132 9.8 */
#define DHCP_MAX_SIZE	57		/* RFC 2132 9.10 */
#define DHCP_VENDOR	60		/* RFC 2132 9.13 */
#define DHCP_TFTP	66		/* RFC 2132 9.4 */
#define DHCP_FILE	67		/* RFC 2132 9.5 */
#define DHCP_USER	77		/* RFC 3004; as iPXE and WalT have it: no length inside */

#define OVERLOAD_FILE	1
#define OVERLOAD_SNAME	2

/* Some servers send nothing but what is asked for. */
static const u8 dhcp_asked[] = {
	DHCP_MASK, DHCP_ROUTER, 6, DHCP_HOST, 15, DHCP_ROOT, 28, 42, DHCP_TFTP, DHCP_FILE, 119,
};

static const u8 dhcp_most[] = { DHCP_MOST >> 8, DHCP_MOST & 255 };

/* Where in struct lease an option belongs, and whether it is a text; else it is an address. */
static const struct {
	u8 code;
	u8 text;
	u16 at;
} lease_places[] = {
	{ DHCP_MASK,	0, offsetof(struct lease, mask) },
	{ DHCP_ROUTER,	0, offsetof(struct lease, gateway) },
	{ DHCP_SERVER,	0, offsetof(struct lease, server) },
	{ DHCP_HOST,	1, offsetof(struct lease, host) },
	{ DHCP_ROOT,	1, offsetof(struct lease, root) },
	{ DHCP_TFTP,	1, offsetof(struct lease, tftp) },
	{ DHCP_FILE,	1, offsetof(struct lease, file) },
};

static u8 *dhcp_put(u8 *at, u8 code, const void *value, u8 len)
{
	at[0] = code;
	at[1] = len;
	memcpy(at + 2, value, len);
	return at + 2 + len;
}

/**
 * dhcp_make() - a question
 * @p: takes it
 * @type: DHCP_DISCOVER or DHCP_REQUEST
 * @xid: what the answer is to have
 * @mac: our address
 * @machine: what is said of the machine, as vendor class and as user class: at most
 *           DHCP_CLASS - 1 bytes
 * @l: what is requested
 *
 * No host name is said: a server would take the machine's name from it.
 *
 * Return: its length.
 */
int dhcp_make(struct dhcp *p, enum dhcp_type type, u32 xid, const u8 *mac,
	      const char *machine, const struct lease *l)
{
	u8 *at = p->options;
	u8 code = type;
	u32 len = strlen(machine);

	memset(p, 0, DHCP_LEAST);
	p->op = 1;
	p->htype = 1;
	p->hlen = MAC_LEN;
	p->xid = xid;
	p->flags = be16(0x8000);	/* answer to all: we have no address */
	memcpy(p->chaddr, mac, MAC_LEN);
	p->cookie = be32(DHCP_COOKIE);
	at = dhcp_put(at, DHCP_TYPE, &code, 1);
	if (type == DHCP_REQUEST) {
		at = dhcp_put(at, DHCP_WANTED, &l->ip, 4);
		at = dhcp_put(at, DHCP_SERVER, &l->server, 4);
	}
	at = dhcp_put(at, DHCP_ASK, dhcp_asked, sizeof(dhcp_asked));
	at = dhcp_put(at, DHCP_MAX_SIZE, dhcp_most, sizeof(dhcp_most));
	at = dhcp_put(at, DHCP_VENDOR, machine, len);
	at = dhcp_put(at, DHCP_USER, machine, len);
	*at++ = DHCP_END;
	len = at - (u8 *)p;
	return len < DHCP_LEAST ? DHCP_LEAST : len;
}

/* A text of a server's goes into file names and a command line: nothing but letters. */
static int letters_only(struct span value)
{
	u32 i;

	for (i = 0; i < value.len; i++)
		if (value.at[i] <= ' ' || value.at[i] >= 0x7f)
			return 0;
	return 1;
}

/* What comes in two pieces is one (RFC 3396); one that does not fit is none. */
static void lease_text(char *to, struct span value)
{
	u32 len = strlen(to);

	while (value.len && !value.at[value.len - 1])
		value.len--;
	if (!letters_only(value) || len + value.len > 255) {
		*to = '\0';
		return;
	}
	memcpy(to + len, value.at, value.len);
	to[len + value.len] = '\0';
}

static void lease_take(struct lease *l, u8 code, struct span value)
{
	unsigned int i;

	if (code == DHCP_TYPE && value.len == 1)
		l->type = *value.at;
	if (code == DHCP_OVERLOAD && value.len == 1)
		l->overload = *value.at;
	for (i = 0; i < ARRAY_SIZE(lease_places); i++) {
		char *to = (char *)l + lease_places[i].at;

		if (lease_places[i].code != code)
			continue;
		if (lease_places[i].text)
			lease_text(to, value);
		else if (value.len >= 4)
			memcpy(to, value.at, 4);
	}
}

/* Return: 0, or -EINVAL for an option that is cut off. */
static int lease_options(struct lease *l, const u8 *at, const u8 *end)
{
	while (at < end && *at != DHCP_END) {
		u8 code = *at++;
		u8 len;

		if (code == DHCP_PAD)
			continue;
		if (at == end)
			return -EINVAL;
		len = *at++;
		if (len > end - at)
			return -EINVAL;
		lease_take(l, code, (struct span){ at, len });
		at += len;
	}
	return 0;
}

/* A field that holds options, or a text of its own where no option has it. */
static int lease_field(struct lease *l, const u8 *field, u32 size, int holds, u8 code,
		       const char *text)
{
	u32 len = 0;

	if (holds)
		return lease_options(l, field, field + size);
	while (len < size && field[len])
		len++;
	if (!*text)
		lease_take(l, code, (struct span){ field, len });
	return 0;
}

/**
 * dhcp_read() - an answer
 * @p: the packet
 * @len: its length
 * @xid: what we have dhcp_asked with
 * @mac: our address
 * @l: becomes what it says
 *
 * Return: enum dhcp_type; -EINVAL for what is no answer to us, or is damaged.
 */
int dhcp_read(const struct dhcp *p, u32 len, u32 xid, const u8 *mac, struct lease *l)
{
	u8 overload;

	memset(l, 0, sizeof(*l));
	if (len < DHCP_HEAD || len > sizeof(*p) || p->op != 2 || p->xid != xid ||
	    p->cookie != be32(DHCP_COOKIE) || memcmp(p->chaddr, mac, MAC_LEN))
		return -EINVAL;
	l->ip = p->yiaddr;
	l->next = p->siaddr;
	if (lease_options(l, p->options, (const u8 *)p + len))
		return -EINVAL;
	overload = l->overload;		/* a field's own says nothing */
	if (lease_field(l, p->file, sizeof(p->file), overload & OVERLOAD_FILE, DHCP_FILE,
			l->file) ||
	    lease_field(l, p->sname, sizeof(p->sname), overload & OVERLOAD_SNAME, DHCP_TFTP,
			l->tftp))
		return -EINVAL;
	if (l->type != DHCP_NAK && !(l->ip && l->server))
		return -EINVAL;
	return l->type;
}

/**
 * lease_next() - the server that has the files
 * @l: a lease
 *
 * Return: its address: that of the next step, or the one that options name it by, or who gave
 * the lease.
 */
u32 lease_next(const struct lease *l)
{
	u32 addr;

	if (l->next)
		return l->next;
	return ip_read(l->tftp, &addr) ? addr : l->server;
}
