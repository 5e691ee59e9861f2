// SPDX-License-Identifier: GPL-2.0-only
/* http.c and uri.c */
#include "../../init/fmt/fmt.h"
#include "tap.h"
#include "digits.h"

static struct http h;

static int head(const char *s)
{
	u32 len = strlen(s);

	return http_head(exactly(s, len), len, &h);
}

/* A body that comes in pieces of @step bytes; what of it is the file, or "!" and why not. */
static const char *body(const char *s, u32 step)
{
	static char out[256];
	struct http now = h;
	u32 len = 0;
	int err = 0;

	while (!err) {
		u32 n = strlen(s) < step ? strlen(s) : step;
		struct span in = { exactly(s, n), n };
		struct span data;

		if (!n)
			return "?";
		s += n;
		do {
			err = http_body(&now, &in, &data);
			memcpy(out + len, data.at, data.len);
			len += data.len;
		} while (!err && in.len);
	}
	out[len] = '\0';
	if (err < 0)
		snprintf(out, sizeof(out), "!%d", -err);
	return out;
}

static void bodies(const char *s, const char *want, const char *what)
{
	u32 step;

	for (step = 1; step < 40; step++)
		if (strcmp(body(s, step), want))
			break;
	tap(step == 40, what);
	if (step != 40)
		printf("# \"%s\", not \"%s\", in pieces of %u\n", body(s, step), want, step);
}

static void heads(void)
{
	static const char good[] = "HTTP/1.1 200 OK\r\nServer: x\r\nContent-Length: 12\r\n\r\n";
	static char *cut;
	u32 i;

	tap_long(head(good), sizeof(good) - 1, "a head");
	tap(h.status == 200 && h.left == 12 && !h.location, "  what it says");
	for (i = 0; i < sizeof(good) - 2; i++) {
		cut = exactly(good, i);
		if (http_head(cut, i, &h))
			break;
	}
	tap_long(i, sizeof(good) - 2, "  of which something is missing");
	tap_long(head("HTTP/1.0 200 OK\ncontent-length:5\t\n\nbody"), 35, "bare newlines");
	tap_long(h.left, 5, "  length");
	tap_long(head("HTTP/1.1 404 Not Found\r\n\r\n"), 26, "not found");
	tap_long(h.status, 404, "  is said");
	head("HTTP/1.1 302 Found\r\nLOCATION:  /a b\r\n\r\n");
	tap(h.status == 302 && h.location && !strcmp(h.location, "/a b"), "another place");
	tap(head("HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n") > 0, "in pieces");
	tap(head("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\nContent-Length: 3\r\n\r\n") ==
	    -EINVAL, "in a way that is not known");
	tap_long(head("HTTP/1.1 200 OK\r\n\r\n"), -EINVAL, "no length");
	tap_long(head("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n"), -EINVAL, "negative");
	tap_long(head("HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\n"), -EINVAL, "none");
	tap_long(head("HTTP/1.1 200 OK\r\nContent-Length: 0x10\r\n\r\n"), -EINVAL, "no number");
	tap_long(head("HTTP/1.1 200 OK\r\nContent-Length: 4294967297\r\n\r\n"), -EFBIG,
		 "33 bits");
	tap_long(head("HTTP/1.1 20 OK\r\n\r\n"), -EINVAL, "a status of two digits");
	tap_long(head("HTTP/1.1 2000 OK\r\n\r\n"), -EINVAL, "  of four");
	tap_long(head("HTTP/2 200\r\n\r\n"), -EINVAL, "another HTTP");
	tap_long(head("HTTP/1.\n\n"), -EINVAL, "cut off in the version");
	tap_long(head("\n\n"), -EINVAL, "nothing");
	tap_long(head("SSH-2.0-x\r\n\r\n"), -EINVAL, "something else");
}

static void plain(void)
{
	head("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
	bodies("hello", "hello", "a body");
	bodies("hello, world", "hello", "  and more than that");
	bodies("hell", "?", "  and less");
}

static void pieces(void)
{
	head("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n"
	     "Content-Length: -1\r\n\r\n");
	bodies("5\r\nhello\r\n2\r\n, \r\n0\r\n\r\n", "hello, ", "pieces");
	bodies("0005;x=y\r\nhello\r\n0\r\nTrailer: x\r\n\r\n", "hello", "  with what is allowed");
	bodies("A\r\n0123456789\r\na\r\n0123456789\r\n0\r\n", "01234567890123456789",
	       "  hexadecimal");
	bodies("5\nhello\n0\n", "hello", "  bare newlines");
	bodies("0\r\n\r\n", "", "  nothing");
	bodies("5\r\nhello\r\n", "?", "  without an end");
	bodies("5\r\nhelloX\r\n0\r\n", "!22", "  longer than was said");
	bodies("-5\r\nhello\r\n", "!22", "  negative");
	bodies("\r\nhello\r\n", "!22", "  without a length");
	bodies("5\r\nhello\r\n\r\n", "!22", "  in the middle");
	bodies("g\r\n", "!22", "  no number");
	bodies("fffffffffffffff1\r\nx", "!27", "  of 64 bits");
}

static void requests(void)
{
	struct uri u = { 0 };
	char buf[600];
	int n;

	ip_read("10.0.0.1", &u.server);
	u.port = 80;
	join(u.path, u.path + URI_PATH, "/boot/a b\"\xc3%41?x=1", NULL);
	n = http_ask(buf, buf + sizeof(buf), &u);
	tap_long(n, strlen(buf), "a request");
	tap_text(buf, "GET /boot/a%20b%22%C3%41?x=1 HTTP/1.1\r\nHost: 10.0.0.1\r\n"
		 "Connection: close\r\n\r\n", "  to the byte");
	tap_long(http_ask(buf, buf + n, &u), -E2BIG, "  that does not fit");
	u.port = 8080;
	http_ask(buf, buf + sizeof(buf), &u);
	tap(!!strstr(buf, "Host: 10.0.0.1:8080\r\n"), "  with a port");
}

static void is(const char *text, const char *base, const char *want)
{
	static const struct uri none;
	struct uri b, u;
	char buf[400] = "!";

	tap_long(uri_parse(base, &none, &b), 0, base);
	if (!uri_parse(text, &b, &u))
		uri_text(buf, buf + sizeof(buf), &u);
	tap_text(buf, want, text);
}

static void uris(void)
{
	static const char base[] = "http://10.0.0.1/boot/start.ipxe";
	struct uri none = { 0 }, u;
	char longest[400];

	is("kernel", base, "http://10.0.0.1/boot/kernel");
	is("/kernel", base, "http://10.0.0.1/kernel");
	is("a/b c", base, "http://10.0.0.1/boot/a/b c");
	is("", base, "http://10.0.0.1/boot/");
	is("tftp://1.2.3.4/x", base, "tftp://1.2.3.4/x");
	is("http://1.2.3.4:8080/x", base, "http://1.2.3.4:8080/x");
	is("http://1.2.3.4:80", base, "http://1.2.3.4/");
	is("tftp://1.2.3.4:80//x", base, "tftp://1.2.3.4:80//x");
	is("kernel", "http://10.0.0.1/boot?dir=/a/b", "http://10.0.0.1/kernel");
	is("kernel", "tftp://10.0.0.1", "tftp://10.0.0.1/kernel");
	is("http://server/x", base, "!");
	is("https://1.2.3.4/x", base, "!");
	is("nfs://1.2.3.4/x", base, "!");
	is("http://1.2.3.4:0/x", base, "!");
	is("http://1.2.3.4:65536/x", base, "!");
	is("http://1.2.3.4:/x", base, "!");
	is("http://1.2.3.4:-1/x", base, "!");
	is("http://1.2.3.4x/y", base, "!");
	is("http://1.2.3.456/y", base, "!");
	is("a\r\nHost: b", base, "!");
	tap_long(uri_parse("kernel", &none, &u), 0, "without a base");
	tap_text(u.path, "/kernel", "  it has a /");
	memset(longest, 'x', sizeof(longest));
	longest[URI_PATH - 3] = '\0';
	tap_long(uri_parse(longest, &none, &u), 0, "the longest path");
	longest[URI_PATH - 3] = 'x';
	longest[URI_PATH - 2] = '\0';
	tap_long(uri_parse(longest, &none, &u), -E2BIG, "  one more");
	uri_parse("/a/b", &none, &u);
	uri_parse("c", &u, &u);
	tap_text(u.path, "/a/c", "in place");
}

int main(void)
{
	heads();
	plain();
	pieces();
	requests();
	uris();
	return tap_done();
}
