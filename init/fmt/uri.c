// SPDX-License-Identifier: GPL-2.0-only
/* Names of files on servers, RFC 3986 as far as it is needed. */
#include "fmt.h"

/* What stands before the path: where, and by what. Return: what follows, NULL if it is wrong. */
static const char *authority(const char *s, struct uri *u)
{
	u32 port = u->http ? PORT_HTTP : PORT_TFTP;

	s = ip_read(s, &u->server);
	if (s && *s == ':') {
		const char *digits = s + 1;

		s = number(digits, 10, &port);
		if (s == digits || s - digits > 5 || port - 1 >= 0xffff)
			return NULL;
	}
	u->port = port;
	return s && (*s == '/' || !*s) ? s : NULL;
}

/* Return: what follows the last / of the path, not of a query behind it. */
static char *folder_end(char *path)
{
	char *end = path;

	for (; *path && *path != '?'; path++)
		if (*path == '/')
			end = path + 1;
	return end;
}

/**
 * uri_parse() - read the name of a file
 * @text: http://ADDRESS[:PORT]/PATH, tftp://…, or a path from @base on
 * @base: where that is
 * @u: takes it; may be @base
 *
 * Servers have addresses, no names: there is nobody to ask.
 *
 * Return: 0, -EINVAL for what is none, -E2BIG for a path that is too long.
 */
int uri_parse(const char *text, const struct uri *base, struct uri *u)
{
	const char *http = after(text, "http://");
	const char *rest = http ?: after(text, "tftp://");
	const char *s;
	char *at;

	*u = *base;
	at = u->path;
	if (rest) {
		u->http = !!http;
		text = authority(rest, u);
		if (!text)
			return -EINVAL;
		if (!*text)
			text = "/";
	} else if (*text != '/') {
		at = folder_end(u->path);
		if (at == u->path)
			*at++ = '/';
	}
	for (s = text; *s; s++)
		if ((u8)*s < ' ' || *s == 0x7f || (s[0] == ':' && s[1] == '/'))
			return -EINVAL;
	return join(at, u->path + sizeof(u->path), text, NULL) ==
	       u->path + sizeof(u->path) - 1 ? -E2BIG : 0;
}

/**
 * uri_text() - write the name of a file
 * @at: where
 * @end: the end of that buffer
 * @u: the file
 *
 * Return: the end of the text, see join().
 */
char *uri_text(char *at, const char *end, const struct uri *u)
{
	at = join(at, end, u->http ? "http://" : "tftp://", NULL);
	at = address_text(at, end, u->server);
	if (u->port != (u->http ? PORT_HTTP : PORT_TFTP))
		at = join(at, end, ":", dec_(u->port), NULL);
	return join(at, end, u->path, NULL);
}
