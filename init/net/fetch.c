// SPDX-License-Identifier: GPL-2.0-only
/* Files from servers, into memory. */
#include "net.h"

#define FETCH_TRIES	5
#define FETCH_FIRST	1000000	/* us between the first two; then 2, 4, 8 seconds, and jitter */

/**
 * netboot_say() - say what say() has put together, of a boot or of a command
 * @b: the boot
 * @err: 0, or a negative errno, with b->step
 */
void netboot_say(struct boot *b, int err)
{
	if (!b->netboot.command)
		return report(b, err);
	if (err)
		report_error(b, err);
	say(b, "\n", NULL);
	line_write(b, 1);
	unsay(b);
}

/**
 * netboot_size() - how much there is of a file
 * @b: the boot
 * @which: the file
 *
 * Return: bytes; 0 if there is none.
 */
u32 netboot_size(struct boot *b, enum netboot_fd which)
{
	int n = sys_lseek(b->netboot.fds[which], 0, SEEK_END);

	return n < 0 ? 0 : n;
}

/**
 * netboot_read() - a file as a text
 * @b: the boot
 * @which: the file
 * @buf: takes it, and a NUL behind it
 * @size: its room
 *
 * Return: 0, -EFBIG, or another negative errno.
 */
int netboot_read(struct boot *b, enum netboot_fd which, char *buf, u32 size)
{
	u32 len = netboot_size(b, which);

	if (len >= size)
		return -EFBIG;
	buf[len] = '\0';
	return read_at(b->netboot.fds[which], 0, buf, len);
}

/**
 * file_add() - a part of the file that is fetched has come
 * @b: the boot
 * @data: it, which belongs behind what there is
 *
 * Return: 0, -EFBIG if there is no room for such a file, or another negative errno.
 */
int file_add(struct boot *b, struct span data)
{
	struct netboot *nb = &b->netboot;
	int n;

	if (nb->start > nb->most || data.len > nb->most - nb->start - nb->len)
		return -EFBIG;
	n = data.len ? sys_write(nb->fd, data.at, data.len) : 0;
	if (n < 0 || (u32)n != data.len)
		return -ENOSPC;
	nb->len += data.len;
	for (; nb->len >> 20 > nb->dots; nb->dots++)
		text_write(1, ".");
	return 0;
}

/* Forget what is behind this, or make room for what comes there. */
static void file_cut(struct netboot *nb, u32 size)
{
	if (nb->dots)
		text_write(1, "\n");
	nb->dots = 0;
	nb->len = 0;
	sys_ftruncate(nb->fd, size);
	sys_lseek(nb->fd, size, SEEK_SET);
}

/**
 * is_missing() - did the server say that it has no such file, or none for us?
 * @err: what fetch() returned
 *
 * Return: whether it did.
 */
int is_missing(int err)
{
	return err == -ENOENT || err == -EACCES;
}

/* Is there a chance that it goes better next time? */
static int may_go(int err)
{
	return err != -ENOENT && err != -EACCES && err != -EINVAL && err != -E2BIG &&
	       err != -EFBIG && err != -ENOSPC;
}

static int fetch_once(struct boot *b, const char *name)
{
	struct netboot *nb = &b->netboot;
	int err;

	try(b, name);
	file_cut(nb, nb->start);
	err = uri_parse(name, &nb->base, &nb->uri);
	if (err)
		return err;
	uri_text(b->data, b->data + sizeof(b->data), &nb->uri);
	try(b, b->data);
	return nb->uri.http ? http_get(b) : tftp_get(b);
}

/**
 * fetch() - fetch a file
 * @b: the boot
 * @name: its name, seen from b->netboot.base
 * @to: what it is; an initrd comes behind what there is, any other replaces it
 *
 * A server that is gone, or sends something else than it has told, is asked again, after
 * times that are not the same on all machines.
 *
 * Return: 0 and b->netboot.uri is where it was, or a negative errno, with b->step: there is
 * nothing more than before then.
 */
int fetch(struct boot *b, const char *name, enum netboot_fd to)
{
	struct netboot *nb = &b->netboot;
	u32 old = to == NETBOOT_INITRD ? netboot_size(b, to) : 0;
	u32 us = FETCH_FIRST;
	unsigned int i;
	int err;

	nb->fd = nb->fds[to];
	nb->start = round_up(old, 4);	/* where the kernel looks for the next cpio */
	for (i = 1;; i++) {
		err = fetch_once(b, name);
		if (!err || i == FETCH_TRIES || nb->hurry || !may_go(err))
			break;
		netboot_say(b, err);
		net_wait(-1, 0, netboot_jitter(b, us));
		us *= 2;
	}
	if (err) {
		file_cut(nb, old);
		return err;
	}
	if (nb->dots)
		text_write(1, "\n");
	nb->dots = 0;
	detail(b, b->data, ", ", dec(b, nb->len), " bytes", NULL);
	netboot_say(b, 0);
	return 0;
}

/**
 * fetch_kernel() - fetch a kernel, and its signature where that counts
 * @b: the boot
 * @name: the kernel's name; the signature's has .sig behind it
 *
 * Who looks at the signature says what is wrong if there is none.
 *
 * Return: see fetch().
 */
int fetch_kernel(struct boot *b, const char *name)
{
	struct netboot *nb = &b->netboot;
	char beside[URI_PATH + 32];
	struct uri kernel;
	int err = fetch(b, name, NETBOOT_KERNEL);

	if (err || !IS_ENABLED(CONFIG_KNIT_KEXEC_VERIFY) || !IS_ENABLED(CONFIG_KNIT_KEXEC_LOAD))
		return err;
	kernel = nb->uri;
	join(beside, beside + sizeof(beside), name, ".sig", NULL);
	err = fetch(b, beside, NETBOOT_SIGNATURE);
	try(b, b->data);	/* it was in @beside */
	nb->uri = kernel;
	return is_missing(err) ? 0 : err;
}
