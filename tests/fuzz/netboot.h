/* SPDX-License-Identifier: GPL-2.0-only */
/* What comes from the network, for fuzz.c. */

/* What is taken from an answer are names that can stand in a command line. */
static __maybe_unused void fuzz_dhcp(const u8 *data, size_t size)
{
	static const u8 mac[] = { 2, 0, 0, 0, 0, 1 };
	struct dhcp *p = malloc(size > DHCP_MOST ? size : DHCP_MOST);
	struct lease l;
	u32 size_made;
	int i, type;

	ensure(p);
	memcpy(p, data, size);
	p = realloc(p, size + 1);
	type = dhcp_read(p, size, le32(0x1234), mac, &l);
	if (type >= 0) {
		const char *const names[] = { l.host, l.root, l.tftp, l.file };

		ensure(size >= DHCP_HEAD && (lease_next(&l) || type == DHCP_NAK));
		for (i = 0; i < 4; i++) {
			const char *s = names[i];

			ensure(memchr(s, 0, 256));
			for (; *s; s++)
				ensure((u8)*s > ' ' && (u8)*s < 0x7f);
		}
		p = realloc(p, DHCP_MOST);
		size_made = dhcp_make(p, DHCP_REQUEST, 1, mac, l.host, &l);
		ensure(size_made >= DHCP_LEAST && size_made <= DHCP_MOST);
	}
	free(p);
}

/* A server that sends what it likes: what is taken is in the packet, and is counted. */
static __maybe_unused void fuzz_tftp(const u8 *data, size_t size)
{
	char ask[64];
	u8 answer[4];
	struct tftp t;
	u32 all = 0;

	ensure(tftp_ask(&t, ask, ask + sizeof(ask), "k") > 0);
	ensure(tftp_ask(&t, ask, ask + 16, "k") == -E2BIG);
	while (size > 1) {
		u32 len = size - 1 < data[0] ? size - 1 : data[0];
		u8 *packet = malloc(len + 1);
		struct span got;
		int what;

		ensure(packet);
		memcpy(packet, data + 1, len);
		packet = realloc(packet, len + !len);
		what = tftp_take(&t, (struct span){ packet, len }, &got);
		if (what >= 0) {
			all += got.len;
			ensure(what <= TFTP_END && t.len == all && t.len <= t.size);
			ensure(!got.len || (got.at == packet + 4 && got.len <= len - 4));
			ensure(t.blksize && t.blksize <= TFTP_BLOCK && got.len <= t.blksize);
			ensure(t.window && t.window <= TFTP_WINDOW && t.since <= t.window);
		}
		if (what == TFTP_ANSWER)
			ensure(tftp_answer(&t, answer) == 4);
		free(packet);
		if (what < 0 || what == TFTP_END)
			return;
		data += 1 + len;
		size -= 1 + len;
	}
}

/* The body comes as a whole, and a byte at a time: that is the same. */
static __maybe_unused void fuzz_http(const u8 *data, size_t size)
{
	char *s = as_text(data, size, 0);
	struct http h, slow;
	struct span in, got, all;
	u32 whole = 0, bytes = 0;
	int head = http_head(s, size, &h);
	int done = 0, slow_done = 0;

	ensure(head <= (int)size);
	if (head > 0) {
		ensure(!h.location || (h.location > s && h.location <= s + head));
		slow = h;
		all = (struct span){ data + head, size - head };
		for (in = all; !done && in.len;) {
			done = http_body(&h, &in, &got);
			ensure(done < 0 || (inside(got, all) && inside(in, all)));
			whole += done < 0 ? 0 : got.len;
		}
		for (; !slow_done && all.len; all.len--, all.at++) {
			in = (struct span){ all.at, 1 };
			slow_done = http_body(&slow, &in, &got);
			bytes += slow_done < 0 ? 0 : got.len;
		}
		ensure(whole == bytes && done == slow_done);
	}
	free(s);
}

/* What is taken as a name can be written, and read again. */
static __maybe_unused void fuzz_uri(const u8 *data, size_t size)
{
	static const struct uri base = { 1, PORT_HTTP, 1, "/a/b?/c" };
	char *s = as_text(data, size, 0);
	char again[URI_PATH + 32], ask[4 * URI_PATH];
	char name[MAC_TEXT];
	struct uri u, v;
	u32 addr;

	if (!uri_parse(s, &base, &u)) {
		ensure(u.path[0] == '/' && strlen(u.path) < sizeof(u.path) && u.port);
		ensure(uri_text(again, again + sizeof(again), &u) < again + sizeof(again) - 1);
		ensure(!uri_parse(again, &base, &v) && !strcmp(u.path, v.path));
		ensure(u.server == v.server && u.port == v.port && u.http == v.http);
		ensure(http_ask(ask, ask + sizeof(ask), &u) > 0);
		ensure(strchr(ask, '\n') == strstr(ask, "\nHost: "));
	}
	if (ip_read(s, &addr)) {
		address_text(again, again + ADDRESS_TEXT, addr);
		ensure(ip_read(again, &u.server) && u.server == addr);
	}
	if (size >= MAC_LEN) {
		mac_text(name, data, ':');
		ensure(strlen(name) == MAC_TEXT - 1);
	}
	ensure(model_text(again, again + sizeof(again), s) < again + sizeof(again));
	ensure(strlen(again) <= strlen(s));
	free(s);
}

/* A script ends, whatever becomes of what it wants; its words are in the line. */
static __maybe_unused void fuzz_ipxe(const u8 *data, size_t size)
{
	static struct vars vars;
	static struct ipxe x;
	char *s = as_text(data, size, 0);
	char out[64];
	int what = 0;
	u32 turn = 0;

	vars.len = 0;
	vars_set(&vars, "mac", "02:00:00:00:00:01");
	x.vars = &vars;
	x.steps = IPXE_STEPS - 500;
	ipxe_begin(&x, s);
	while ((what = ipxe_step(&x, what)) > IPXE_END) {
		char **word = ipxe_words(&x);

		ensure(what <= IPXE_SHELL && ++turn < IPXE_STEPS);
		ensure(word[0] > x.line && word[1] >= word[0]);
		ensure(word[1] + strlen(word[1]) < x.line + sizeof(x.line));
		what = turn % 3 ? 0 : -ENOENT;
	}
	ensure(what <= IPXE_END && vars.len <= VARS_MAX);
	ensure(vars_expand(&vars, s, s + size, out, out + sizeof(out)) < out + sizeof(out));
	ensure(!strncmp(vars_get(&vars, "", 0), "", 1) || vars.len);
	if (ipxe_is(s))
		ensure(!memcmp(s, "#!ipxe", 6));
	free(s);
}
