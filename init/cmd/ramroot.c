// SPDX-License-Identifier: GPL-2.0-only
/* A root in RAM with a few programs, and with all that these need to be started. */
#include "cmd.h"

#define LINKS	8	/* symlinks to symlinks */

/**
 * ramroot_want_() - put a file on the list of those that go into the root in RAM
 * @name: see ramroot_find()
 *
 * Called as ramroot_want(b, name). boot.text is the list, a NUL behind each, two at its end.
 */
void ramroot_want_(const char *name)
{
	char *at = boot.text;

	while (*at)
		at += strlen(at) + 1;
	join(at, boot.text + sizeof(boot.text) - 1, name, NULL);
}

/**
 * ramroot_find() - where a program or a library is
 * @b: b->path becomes its path
 * @name: its path, or its name only
 * @beside: the file beside which libraries are
 *
 * Return: 1 if there is one, else 0.
 */
int ramroot_find(struct boot *b, const char *name, const char *beside)
{
	static const char dirs[] =
		"/usr/sbin/\0/usr/bin/\0/sbin/\0/bin/\0/lib/\0/usr/lib/\0";
	const char *dir = dirs;
	char *at;
	char c;

	path(b, beside, NULL);
	for (at = b->path + strlen(b->path); at > b->path && at[-1] != '/';)
		at--;
	*at = '\0';
	if (strchr(name, '/'))
		at = b->path;
	join(at, b->path + sizeof(b->path), name, NULL);
	while (sys_readlink(b->path, &c, 1) == -ENOENT) {
		if (!*dir)
			return 0;
		path(b, dir, name, NULL);
		dir += strlen(dir) + 1;
	}
	return 1;
}

/*
 * A script: what its first line begins with. A file that is shorter than b->data ends
 * within its first page, which is zero behind it.
 */
static void script_needs(struct boot *b, const char *file)
{
	const char *s;

	join(b->data, b->data + sizeof(b->data) - 1, file, NULL);
	cmdline_split(b->data);
	s = after(b->data, "#!");
	if (s)
		ramroot_want(b, *s ? s : s + 1);
}

/**
 * ramroot_copy() - copy a file into the root in RAM, and put what it needs on the list
 * @b: b->data is used
 * @from: the file
 * @to: where to, seen from there; what is there already stays
 *
 * Return: 0, or a negative errno.
 */
int ramroot_copy(struct boot *b, const char *from, const char *to)
{
	int fd = file_open(from, O_RDONLY);
	const char *file;
	const char *need;
	unsigned int n;
	int size;
	int err;

	if (fd < 0)
		return fd;
	size = sys_lseek(fd, 0, SEEK_END);
	file = (const char *)sys_mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);
	sys_close(fd);
	fd = sys_open(to, O_WRONLY | O_CREAT | O_EXCL, 0755);
	if (fd == -EEXIST)
		return 0;
	err = sys_write(fd, file, size);	/* an empty file has no mapping, and needs none */
	sys_close(fd);
	if (err != size)
		return err < 0 ? err : -ENOSPC;
	if (!size)
		return 0;
	for (n = 0; (need = elf_needs(file, size, n)); n++)
		if (*need)
			ramroot_want(b, need);
	if (!n)
		script_needs(b, file);
	return 0;
}

/* Copy b->path with all the symlinks that lead to it; it becomes the file's own path. */
static int place(struct boot *b)
{
	unsigned int links;

	for (links = 0; links < LINKS; links++) {
		char *at = b->path;
		int n;

		folders_make(b->path + 1);	/* in the root in RAM */
		n = sys_readlink(b->path, b->data, sizeof(b->data) - 1);
		if (n < 0)
			return ramroot_copy(b, b->path, b->path + 1);
		b->data[n] = '\0';
		sys_symlink(b->data, b->path + 1);
		if (b->data[0] != '/')
			at = strrchr(b->path, '/') + 1;
		join(at, b->path + sizeof(b->path), b->data, NULL);
	}
	return -ELOOP;
}

/**
 * ramroot_fill() - copy what is on the list, and what turns out to be needed for it
 * @b: the root in RAM is the current directory
 *
 * An interpreter stands right before the libraries that it is to find, and lies beside
 * most of them, once its symlink is followed: so Debian's folders need not be known.
 *
 * Return: 0, or a negative errno, with b->step.
 */
int ramroot_fill(struct boot *b)
{
	char *beside = b->consoles;	/* there are none here */
	const char *name;

	for (name = b->text; *name; name += strlen(name) + 1) {
		int err = -ENOENT;

		if (ramroot_find(b, name, beside))
			err = place(b);
		if (err) {
			try(b, name);
			return err;
		}
		if (*name == '/')
			join(beside, beside + KNIT_PATH_MAX, b->path, NULL);
	}
	return 0;
}
