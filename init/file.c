// SPDX-License-Identifier: GPL-2.0-only
#include "fmt/fmt.h"

#define PIECE	1024	/* bytes */

/**
 * file_open() - open a file that no program that is exec'ed shall see
 * @path: its absolute path
 * @flags: O_RDONLY and so on
 *
 * Return: the descriptor, or a negative errno.
 */
__noinline int file_open(const char *path, int flags)
{
	return sys_open(path, flags | O_CLOEXEC | O_NOCTTY, 0644);
}

/**
 * file_read() - read a small file
 * @path: its absolute path
 * @buf: takes it, and a NUL behind it
 * @size: bytes in @buf
 *
 * Return: the bytes read, or a negative errno: -EFBIG when it does not fit.
 */
int file_read(const char *path, char *buf, size_t size)
{
	int fd = file_open(path, O_RDONLY);
	size_t len = 0;
	int n = fd;

	buf[0] = '\0';
	if (fd < 0)
		return fd;
	/*
	 * Files under /proc come in pieces, of whole lines, as many as a page holds
	 * (fs/seq_file.c). No line is three quarters of a page, so a piece of less than
	 * one quarter is the last.
	 */
	do {
		n = sys_read(fd, buf + len, size - len);
		if (n < 0)
			break;
		len += n;
		if (len == size) {
			len = 0;
			n = -EFBIG;
		}
	} while (n >= PIECE);
	sys_close(fd);
	buf[len] = '\0';
	return n < 0 ? n : (int)len;
}

/**
 * text_write() - write a text
 * @fd: where to
 * @text: the text
 *
 * Return: the bytes written, or a negative errno.
 */
int text_write(int fd, const char *text)
{
	return sys_write(fd, text, strlen(text));
}

/**
 * file_put() - write a short text; called as file_write() or file_make()
 * @path: the file
 * @text: the text
 * @flags: how it is opened
 *
 * Return: the bytes written, or a negative errno.
 */
int file_put(const char *path, const char *text, int flags)
{
	int fd = file_open(path, flags);
	int n = text_write(fd, text);

	sys_close(fd);
	return n;
}

/**
 * text_read_() - read a file of the kernel's; called as text_read(b, path)
 * @path: its path; boot.text takes it, and a NUL behind it
 *
 * Return: the bytes read, or a negative errno.
 */
int text_read_(const char *path)
{
	return file_read(path, boot.text, sizeof(boot.text));
}

/**
 * uevent_has() - is there a line b->want in a uevent file?
 * @b: the boot; b->text takes the file
 * @path: its path
 *
 * Return: 1 if there is, else 0.
 */
int uevent_has(struct boot *b, const char *path)
{
	char none;

	/* lines_get() looks for a key: the whole line is one, with an empty value */
	return text_read(b, path) > 0 && !lines_get(b->text, b->want, &none, &none + 1);
}

/**
 * uevent_node() - the node of a device
 * @b: the boot; b->text is the device's uevent file, b->path becomes the node
 *
 * Return: 0, or a negative errno.
 */
int uevent_node(struct boot *b)
{
	const char *end = b->path + sizeof(b->path);
	char *at = join(b->path, end, "/dev/", NULL);

	return lines_get(b->text, "DEVNAME=", at, end);
}

/**
 * read_at() - read from a device
 * @fd: the device
 * @at: offset in bytes
 * @buf: takes it
 * @len: bytes
 *
 * Return: 0, -EIO when there are fewer bytes, or another negative errno.
 */
int read_at(int fd, u32 at, void *buf, size_t len)
{
	int n = sys_lseek(fd, at, 0);

	if (n >= 0)
		n = sys_read(fd, buf, len);
	if (n < 0)
		return n;
	return (size_t)n == len ? 0 : -EIO;
}
