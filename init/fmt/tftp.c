// SPDX-License-Identifier: GPL-2.0-only
/* TFTP: RFC 1350, with the options of RFC 2347, 2348, 2349 and 7440. */
#include "fmt.h"

/* RFC 1350 5, RFC 2347 */
enum { TFTP_RRQ = 1, TFTP_DATA = 3, TFTP_ACK = 4, TFTP_ERROR = 5, TFTP_OACK = 6 };

#define TFTP_PLAIN	512	/* RFC 1350 2 */
#define TFTP_LEAST	8	/* RFC 2348 */
#define TFTP_NOT_FOUND	1	/* RFC 1350, appendix */
#define TFTP_NOT_ALLOWED	2
#define TFTP_HEAD		4	/* bytes before the data, and of an TFTP_ACK */

/**
 * tftp_ask() - ask for a file
 * @t: becomes the state of a file of which nothing has come
 * @packet: takes the packet
 * @end: the end of that buffer
 * @name: the file
 *
 * Return: the packet's length, or -E2BIG.
 */
int tftp_ask(struct tftp *t, char *packet, const char *end, const char *name)
{
	static const char options[] = "\0octet\0blksize\0" STRING(TFTP_BLOCK)
				      "\0windowsize\0" STRING(TFTP_WINDOW) "\0tsize\0000";
	char *at = packet + 2;

	memset(t, 0, sizeof(*t));
	t->blksize = TFTP_PLAIN;
	t->window = 1;
	t->size = TFTP_UNKNOWN;
	packet[0] = 0;
	packet[1] = TFTP_RRQ;
	at = join(at, end, name, NULL);
	if (at + sizeof(options) > end)
		return -E2BIG;
	memcpy(at, options, sizeof(options));
	return at + sizeof(options) - packet;
}

/* Nine digits are enough for what fits into memory. */
static int oack_value(const char *value, u32 least, u32 most, u32 *to)
{
	const char *end = number(value, 10, to);

	return *end || end == value || end - value > 9 || *to < least || *to > most;
}

/* What the server agrees to, names and values in turn. */
static int oack_take(struct tftp *t, struct span list)
{
	const char *s = (const char *)list.at;
	const char *end = s + list.len;

	if (!list.len || end[-1])
		return -EINVAL;
	while (s < end) {
		const char *name = s;
		const char *value = s + strlen(s) + 1;
		int wrong = 0;

		if (value == end)
			return -EINVAL;
		s = value + strlen(value) + 1;
		if (!strcmp(name, "blksize"))
			wrong = oack_value(value, TFTP_LEAST, TFTP_BLOCK, &t->blksize);
		else if (!strcmp(name, "windowsize"))
			wrong = oack_value(value, 1, TFTP_WINDOW, &t->window);
		else if (!strcmp(name, "tsize"))
			wrong = oack_value(value, 0, TFTP_UNKNOWN - 1, &t->size);
		if (wrong)
			return -EINVAL;
	}
	return TFTP_ANSWER;
}

/*
 * A block that is not the next one: one of before, or one behind a gap. The server is told
 * once where we are; more often would make it send everything twice.
 */
static int tftp_stray(struct tftp *t)
{
	if (t->again)
		return TFTP_NOTHING;
	t->again = 1;
	return TFTP_ANSWER;
}

static int tftp_data(struct tftp *t, u16 block, struct span *data)
{
	if (data->len > t->blksize)
		return -EINVAL;
	if (block != (u16)(t->block + 1)) {
		data->len = 0;
		return tftp_stray(t);
	}
	t->block++;
	t->len += data->len;
	t->again = 0;
	if (t->len > t->size)
		return -EIO;
	if (data->len < t->blksize)
		return t->size != TFTP_UNKNOWN && t->len != t->size ? -EIO : TFTP_END;
	if (++t->since < t->window)
		return TFTP_NOTHING;
	return TFTP_ANSWER;
}

/**
 * tftp_take() - something has come from the server
 * @t: the state of the file
 * @packet: what has come
 * @data: becomes what belongs to the file, behind what there is; it may be nothing
 *
 * The caller takes care that it comes from the right server and port, and tells where we are
 * (tftp_answer()) when nothing comes.
 *
 * Return: TFTP_NOTHING, TFTP_ANSWER: tell the server where we are, TFTP_END: the same, and the
 * file is there; or a negative errno: -ENOENT and -EACCES are the server's own, -EIO is another
 * error of it, or a file that has another size than it has told, -EINVAL no TFTP.
 */
int tftp_take(struct tftp *t, struct span packet, struct span *data)
{
	const u8 *p = packet.at;
	u16 number;

	data->len = 0;
	if (packet.len < TFTP_HEAD || p[0])
		return -EINVAL;
	number = p[2] << 8 | p[3];
	data->at = p + TFTP_HEAD;
	switch (p[1]) {
	case TFTP_OACK:
		if (t->block)
			return tftp_stray(t);
		return oack_take(t, (struct span){ p + 2, packet.len - 2 });
	case TFTP_DATA:
		data->len = packet.len - TFTP_HEAD;
		return tftp_data(t, number, data);
	case TFTP_ERROR:
		if (number == TFTP_NOT_FOUND)
			return -ENOENT;
		return number == TFTP_NOT_ALLOWED ? -EACCES : -EIO;
	default:
		return -EINVAL;
	}
}

/**
 * tftp_answer() - tell the server how much has come
 * @t: the state of the file
 * @packet: takes the packet
 *
 * Return: its length.
 */
int tftp_answer(struct tftp *t, u8 *packet)
{
	t->since = 0;
	packet[0] = 0;
	packet[1] = TFTP_ACK;
	packet[2] = t->block >> 8;
	packet[3] = t->block;
	return TFTP_HEAD;
}
