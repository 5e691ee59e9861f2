// SPDX-License-Identifier: GPL-2.0-only
/*
 * The kernel's modules, loaded as modprobe(8) and OpenWrt's kmodloader do. All but
 * modules_wanted() runs in a child, to which the whole of struct boot and the working
 * directory are its own. boot is not handed over where that makes for less code.
 */
#include "../fmt/fmt.h"
#include "../../boards/board.h"

#define MODULES_DIR	"/lib/modules/"
#define LISTS		"etc/modules-boot.d/"
#define ADDED	"/overlay/upper/"
#define LIST_NAME	(sizeof(LISTS) - 1)	/* where a list's name is in its path */
#define RELEASE		130	/* include/uapi/linux/utsname.h, struct new_utsname */
#define COMPRESSED	4	/* include/uapi/linux/module.h, MODULE_INIT_COMPRESSED_FILE */
#define ELF		0x7f	/* the first byte of what is not compressed */
#define STACK_MAX	0x4000	/* of b->text; the lists of modules have the rest */

/**
 * modules_wanted() - may there be modules to load?
 * @b: the boot
 * @root: where they are looked for, "" or a directory
 *
 * Return: 0 if there are none.
 */
int modules_wanted(struct boot *b, const char *root)
{
	return sys_readlink(path(b, root, MODULES_DIR, NULL), b->path, 1) + ENOENT;
}

/**
 * modules_added() - may the writable half bring modules, or lists of such?
 * @b: the boot
 *
 * Return: 0 if it brings none.
 */
int modules_added(struct boot *b)
{
	return modules_wanted(b, ADDED) || sys_readlink(ADDED LISTS, b->path, 1) + ENOENT;
}

/* A failure is no reason to stop. That a module is there already is none. */
static __noinline void failed(const char *what, int err)
{
	(void)what;
	if (err >= 0 || err == -EEXIST)
		return;
	try(&boot, what);
	report(&boot, err);
	boot.flags = err;
}

#define FOUND	ENOENT	/* what dir_each() returns for nothing, 0, shall be an errno */

/* Is this the file of the module b->want? Return: it, open, and FOUND more. */
static int module_is(struct boot *b, const char *dir, const char *file)
{
	(void)dir;
	return module_match(file, b->want) ? file_open(file, O_RDONLY) + FOUND : 0;
}

/* The file is that of modules.dep, or has the module's name, in a flat directory. */
static int module_open(struct boot *b, const char *file)
{
	int fd = file_open(file, O_RDONLY);

	b->want = file;
	if (fd == -ENOENT)
		fd = dir_each(b, ".", module_is) - FOUND;
	return fd;
}

/* Return: the module's line in one of depmod's files; an empty text if it has none. */
static __noinline char *index_find(const char *file, const char *name)
{
	file_read(file, boot.index, sizeof(boot.index));
	return modules_find(boot.index, name);
}

/*
 * Load modules from the last to the first of those between @first and @end. What stands
 * before each ends the one before it; a comma there says that it is not known yet what the
 * module depends on, which is put behind it. A ring of such modules ends when @limit has
 * come down to it.
 */
static void stack_load(struct boot *b, char *first, char *end, const char *options)
{
	char *limit = b->text + STACK_MAX;

	while (end > first) {
		char *at = end;
		char magic;
		int fd, err;

		*end = '\0';
		while (module_char(*--at) && *at != ':')
			;
		if (at + 1 == end) {
			end = at;
			continue;
		}
		fd = module_open(b, at + 1);
		err = fd;
		if (*at == ',') {
			*at = ' ';
			err = sys_read(fd, boot.index, sizeof(boot.index) - 1);
			end = join(end, limit--, ",", modinfo_depends(boot.index, err), NULL);
		} else {
			sys_read(fd, &magic, 1);
			if (fd >= 0)
				err = sys_finit_module(fd, at < first ? options : end,
						       magic == ELF ? 0 : COMPRESSED);
			failed(at + 1, err);
			end = at;
		}
		sys_close(fd);
	}
}

/* Load a module, by a line of a list: its name, then its options, a blank before each. */
static void module_load(struct boot *b, char *wanted)
{
	char *options = wanted;
	char *first, *end;

	while (module_char(*options))
		options++;
	first = index_find("modules.dep", wanted);
	end = (char *)line_next(first) - 1;
	if (!*first) {
		if (*index_find("modules.builtin", wanted))
			return;
		first = b->text + 1;
		first[-1] = ',';
		join(first, b->text + STACK_MAX, wanted, NULL);
		end = first + (options - wanted);
	}
	stack_load(b, first, end, options);
}

/*
 * b->data: the list that was last; b->path: the first one behind it. Names that are too
 * long for a path count as the same.
 */
static int list_next(struct boot *b, const char *dir, const char *name)
{
	const size_t len = sizeof(b->path) - LIST_NAME - 1;

	if (strncmp(name, b->data + LIST_NAME, len) > 0 &&
	    strncmp(name, b->path + LIST_NAME, len) < 0)
		path(b, dir, name, NULL);
	return 0;
}

/* Put all lists behind one another, in the order of their names, without those in dots. */
static void lists_read(struct boot *b, char *at)
{
	path(b, LISTS, "/", NULL);	/* the dot is before it */
	for (;;) {
		*at++ = '\n';
		*at = '\0';
		memcpy(b->data, b->path, sizeof(b->path));
		path(b, LISTS, "\xff", NULL);
		dir_each(b, LISTS, list_next);
		if (b->path[LIST_NAME] == '\xff')
			return;
		failed(b->path, file_read(b->path, at, b->text + sizeof(b->text) - at));
		at += strlen(at);
	}
}

/**
 * modules_load() - load the board's modules and those of /etc/modules-boot.d
 * @b: the boot; they are looked for in b->root
 *
 * To be called in a child. Each module that fails is reported.
 *
 * Return: 0, or the errno of the last that failed.
 */
int modules_load(struct boot *b)
{
	char *at = b->text + STACK_MAX;

	b->flags = 0;
	sys_chdir(b->root);	/* not there yet: / it is */
	lists_read(b, join(at, boot.index, b->board ? b->board->modules : NULL, NULL));
	sys_uname(b->data);
	failed(b->path, sys_chdir(path(b, &MODULES_DIR[1], b->data + RELEASE, NULL)));
	while (*at) {
		char *line = at;

		at = (char *)line_next(line);
		at[-1] = '\0';
		if (*line > '#')
			module_load(b, line);
	}
	return b->flags;
}
