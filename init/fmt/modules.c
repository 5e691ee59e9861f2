// SPDX-License-Identifier: GPL-2.0-only
#include "fmt.h"

/**
 * module_char() - can this be in a module's name, or in the path of its file?
 * @c: the character
 *
 * What parts names in all the lists there are (blank, comma, NUL, the end of a line) is
 * less than what is in them.
 *
 * Return: nonzero if it can.
 */
int module_char(char c)
{
	return (u8)c > ',';
}

/* The kernel's names have `_` where the files' and people's may have `-`. */
static int same(char a, char b)
{
	return a == b || (a == '-' && b == '_') || (a == '_' && b == '-');
}

/**
 * module_match() - does this file hold that module?
 * @file: its path; ends as module_char() says
 * @name: the name; ends likewise
 *
 * The name is the last part of the path up to its first dot, `-` and `_` being the same.
 *
 * Return: 1 if it does, else 0.
 */
int module_match(const char *file, const char *name)
{
	const char *at = name;

	for (; module_char(*file); file++) {
		if (*file == '/')
			at = name;
		else if (same(*file, *at))
			at++;
		else if (*file != '.' || module_char(*at))
			at = "/";	/* another name, up to the next slash */
		else
			return 1;
	}
	return 0;
}

/**
 * modules_find() - look for a module in modules.dep or modules.builtin
 * @text: that file, NUL at its end
 * @name: the name; ends as module_char() says
 *
 * Return: the line that begins with its file; the end of @text if there is none.
 */
char *modules_find(char *text, const char *name)
{
	while (*text && !module_match(text, name))
		text = (char *)line_next(text);
	return text;
}

#define DEPENDS	"depends="	/* scripts/mod/modpost.c, add_depends() */

/**
 * modinfo_depends() - the modules that a module needs first
 * @module: the file, NUL behind it
 * @size: bytes in it, or a negative errno
 *
 * The line in its .modinfo is looked for as it is, which an ELF file of any kind has only
 * once: no header of it is believed, so none can be wrong.
 *
 * Return: their names, commas between; nothing if there are none.
 */
const char *modinfo_depends(const char *module, int size)
{
	const char *depends = NULL;

	while (size-- > 0 && !depends)
		if (!*module++)
			depends = after(module, DEPENDS);
	return depends ?: "";
}
