// SPDX-License-Identifier: GPL-2.0-only
/* HTTP/1.1 as far as getting a file needs it: RFC 9110, 9112. */
#include "fmt.h"

#define HTTP_DIGITS	9	/* of a length: what fits into memory */
#define HTTP_HEX	7

/* Where in a body that comes in pieces (RFC 9112 7.1); struct http's state. */
enum { HTTP_PLAIN, HTTP_LENGTH, HTTP_EXTENSION, HTTP_PIECE, HTTP_BEHIND, HTTP_LAST };

/**
 * http_ask() - ask for a file
 * @at: takes the request
 * @end: the end of that buffer
 * @u: the file
 *
 * Return: its length, or -E2BIG.
 */
int http_ask(char *at, const char *end, const struct uri *u)
{
	const char *begin = at;
	const char *s;

	at = join(at, end, "GET ", NULL);
	for (s = u->path; *s; s++) {
		char c[4] = { *s };

		if ((u8)*s <= ' ' || (u8)*s >= 0x7f || *s == '"') {
			c[0] = '%';
			c[1] = "0123456789ABCDEF"[(u8)*s / 16];
			c[2] = "0123456789ABCDEF"[(u8)*s % 16];
		}
		at = join(at, end, c, NULL);
	}
	at = join(at, end, " HTTP/1.1\r\nHost: ", NULL);
	at = address_text(at, end, u->server);
	if (u->port != PORT_HTTP)
		at = join(at, end, ":", dec_(u->port), NULL);
	at = join(at, end, "\r\nConnection: close\r\n\r\n", NULL);
	return at == end - 1 ? -E2BIG : at - begin;
}

/* As after(), but small and capital letters are the same: @start has small ones. */
static char *http_field(char *line, const char *start)
{
	for (; *start; start++, line++) {
		char c = *line;

		if ((u8)(c - 'A') < 26)
			c += 'a' - 'A';
		if (c != *start)
			return NULL;
	}
	while (*line == ' ' || *line == '\t')
		line++;
	return line;
}

static int http_length(const char *value, struct http *h)
{
	const char *end = number(value, 10, &h->left);

	if (end == value || (*end && *end != ' ' && *end != '\t'))
		return -EINVAL;
	return end - value > HTTP_DIGITS ? -EFBIG : 0;
}

/* Of what is told twice (RFC 9112 6.3), pieces count, and else the last one. */
static int http_field_take(char *line, struct http *h)
{
	char *value = http_field(line, "content-length:");

	if (value)
		return h->state == HTTP_LENGTH ? 0 : http_length(value, h);
	value = http_field(line, "transfer-encoding:");
	if (value) {
		if (!http_field(value, "chunked"))
			return -EINVAL;
		h->state = HTTP_LENGTH;
		h->left = HTTP_UNKNOWN;
	}
	value = http_field(line, "location:");
	if (value)
		h->location = value;
	return 0;
}

/* Where the head ends: behind an empty line. Return: its length, 0 if it has not come yet. */
static u32 http_head_length(const char *text, u32 len)
{
	u32 i;

	for (i = 0; i + 1 < len; i++) {
		if (text[i] != '\n')
			continue;
		if (text[i + 1] == '\n')
			return i + 2;
		if (text[i + 1] == '\r' && i + 2 < len && text[i + 2] == '\n')
			return i + 3;
	}
	return 0;
}

/**
 * http_head() - the head of an answer
 * @text: what has come so far; if it is all, lines become texts
 * @len: its length
 * @h: becomes what it says
 *
 * Return: the head's length, 0 if more has to come; -EINVAL for no HTTP, an answer without a
 * length, or one that is none; -EFBIG for a length that does not fit into memory.
 */
int http_head(char *text, u32 len, struct http *h)
{
	u32 head = http_head_length(text, len);
	char *line = text;
	const char *status;
	int err;
	u32 i;

	memset(h, 0, sizeof(*h));
	h->left = HTTP_UNKNOWN;
	if (!head)
		return 0;
	for (i = 0; i < head; i++) {
		char *end = text + i;

		if (*end != '\n')
			continue;
		if (end > line && end[-1] == '\r')
			end--;
		*end = '\0';
		err = line != text ? http_field_take(line, h) : 0;
		if (err)
			return err;
		line = text + i + 1;
	}
	status = after(text, "HTTP/1.");
	if (!status || !*status || status[1] != ' ' ||
	    number(status + 2, 10, &h->status) != status + 5)
		return -EINVAL;
	if (h->status == 200 && h->state == HTTP_PLAIN && h->left == HTTP_UNKNOWN)
		return -EINVAL;
	return head;
}

/* The line before a piece: its length, hexadecimal, and what nobody knows. */
static int http_digit(struct http *h, u8 c)
{
	char digit[2] = { c };
	u32 n;

	if ((u8)(c - 'A') < 6)
		digit[0] += 'a' - 'A';
	if (!c || *number(digit, 16, &n)) {
		h->state = c == '\n' ? HTTP_PIECE : HTTP_EXTENSION;
		return h->left != HTTP_UNKNOWN &&
		       (c == '\n' || c == '\r' || c == ';' || c == ' ') ? 0 : -EINVAL;
	}
	if (h->left == HTTP_UNKNOWN)
		h->left = 0;
	if (h->left >> 4 * (HTTP_HEX - 1))
		return -EFBIG;
	h->left = h->left << 4 | n;
	return 0;
}

/* A byte of what is between the pieces. */
static int http_between(struct http *h, u8 c)
{
	if (h->state == HTTP_LENGTH) {
		int err = http_digit(h, c);

		if (err)
			return err;
	} else if (h->state == HTTP_EXTENSION && c == '\n') {
		h->state = HTTP_PIECE;
	} else if (h->state == HTTP_BEHIND && c == '\n') {
		h->state = HTTP_LENGTH;
		h->left = HTTP_UNKNOWN;
	} else if (h->state == HTTP_BEHIND && c != '\r') {
		return -EINVAL;
	}
	if (h->state == HTTP_PIECE && !h->left)
		h->state = HTTP_LAST;
	return 0;
}

/* Is what comes next a part of the file? */
static int http_inside(const struct http *h)
{
	return h->state == HTTP_PLAIN || h->state == HTTP_PIECE;
}

/**
 * http_body() - a part of the body has come
 * @h: its head, and where we are
 * @in: what has come; becomes what is not looked at yet
 * @data: becomes what belongs to the file, behind what there is; it may be nothing
 *
 * Call it until nothing is left in @in. What comes behind the last piece is not looked at.
 *
 * Return: 1 if the file is there, 0 if more has to come, or a negative errno.
 */
int http_body(struct http *h, struct span *in, struct span *data)
{
	int err = 0;

	data->at = in->at;
	data->len = 0;
	while (!err && in->len && !http_inside(h) && h->state != HTTP_LAST) {
		err = http_between(h, *in->at++);
		in->len--;
	}
	if (err)
		return err;
	if (h->state == HTTP_LAST)
		return 1;
	if (!http_inside(h))
		return 0;
	data->at = in->at;
	data->len = in->len < h->left ? in->len : h->left;
	in->at += data->len;
	in->len -= data->len;
	h->left -= data->len;
	if (h->left)
		return 0;
	if (h->state == HTTP_PLAIN)
		return 1;
	h->state = HTTP_BEHIND;
	return 0;
}
