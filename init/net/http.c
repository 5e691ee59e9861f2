// SPDX-License-Identifier: GPL-2.0-only
#include "net.h"

#define HTTP_SILENCE	15000000	/* us, until a server counts as gone */
#define REDIRECTIONS	5

/* What comes next. Return: its length, 0 at the end, or a negative errno. */
static int http_read(int fd, char *buf, u32 size)
{
	return net_wait(fd, POLLIN, HTTP_SILENCE) ?: (int)sys_read(fd, buf, size);
}

static int http_request(struct boot *b, int fd)
{
	const struct uri *u = &b->netboot.uri;
	int err = net_connect(fd, u->server, be16(u->port));
	int n;

	if (err)
		return err;
	n = http_ask(b->text, b->text + sizeof(b->text), u);
	return n < 0 ? n : (int)sys_write(fd, b->text, n);
}

/* Return: the length of the head; @len becomes how much has come behind it. */
static int http_answer(struct boot *b, int fd, u32 *len)
{
	u32 all = 0;
	int head;

	do {
		int n = http_read(fd, b->text + all, HTTP_HEAD - all);

		if (n <= 0)
			return n ?: -EIO;
		all += n;
		head = http_head(b->text, all, &b->netboot.http);
		if (!head && all == HTTP_HEAD)
			return -E2BIG;
	} while (!head);
	*len = all - head;
	return head;
}

/* Return: 1 if it is elsewhere, which b->netboot.uri becomes; 0, or a negative errno. */
static int http_status(struct boot *b)
{
	const struct http *h = &b->netboot.http;

	if (h->status == 200)
		return 0;
	if (h->status - 301 < 8 && h->location)
		return uri_parse(h->location, &b->netboot.uri, &b->netboot.uri) ?: 1;
	if (h->status == 404 || h->status == 410)
		return -ENOENT;
	return h->status == 401 || h->status == 403 ? -EACCES : -EIO;
}

/* All that comes, from what is there of it on. */
static int http_save(struct boot *b, int fd, struct span in)
{
	struct span data;
	int n;

	for (;;) {
		do {
			int end = http_body(&b->netboot.http, &in, &data);

			if (end < 0)
				return end;
			n = file_add(b, data);
			if (n || end)
				return n;
		} while (in.len);
		n = http_read(fd, b->text, sizeof(b->text));
		if (n <= 0)
			return n ?: -EIO;
		in = (struct span){ (u8 *)b->text, n };
	}
}

static int http_once(struct boot *b, int fd)
{
	struct span in;
	int head = http_request(b, fd);

	if (head >= 0)
		head = http_answer(b, fd, &in.len);
	if (head < 0)
		return head;
	in.at = (u8 *)b->text + head;
	return http_status(b) ?: http_save(b, fd, in);
}

/**
 * http_get() - get a file
 * @b: the boot; b->netboot.uri names it, and becomes where it was in the end
 *
 * Return: 0, or a negative errno: -ENOENT if there is no such file.
 */
int http_get(struct boot *b)
{
	unsigned int i;
	int err = 1;

	for (i = 0; i < REDIRECTIONS && err > 0; i++) {
		int fd = net_socket(SOCK_STREAM, 0);

		if (fd < 0)
			return fd;
		err = b->netboot.uri.http ? http_once(b, fd) : -EINVAL;
		sys_close(fd);
	}
	return err > 0 ? -EINVAL : err;
}
