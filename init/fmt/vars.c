// SPDX-License-Identifier: GPL-2.0-only
/* What iPXE calls settings: ${name} stands for a value. */
#include "fmt.h"

/*
 * All interfaces are the one that has an address: of "net0/mac" the last part counts.
 * Return: where that begins.
 */
static const char *last_part(const char *name, u32 *len)
{
	u32 i = *len;

	while (i && name[i - 1] != '/')
		i--;
	*len -= i;
	return name + i;
}

static char *var_find(const struct vars *v, const char *name, u32 len)
{
	const char *s = v->text;

	while (s < v->text + v->len) {
		u32 n = strlen(s);

		if (n == len && !memcmp(s, name, len))
			return (char *)s;
		s += n + 1;
		s += strlen(s) + 1;
	}
	return NULL;
}

/**
 * vars_get() - the value of a variable
 * @v: the variables
 * @name: its name; what is behind a colon is how iPXE is to write it, which counts where there
 *        is a variable of that name (mac:hexhyp)
 * @len: its length
 *
 * Return: the value; an empty one if there is none.
 */
const char *vars_get(const struct vars *v, const char *name, u32 len)
{
	const char *s;
	u32 n = 0;

	name = last_part(name, &len);
	s = var_find(v, name, len);
	if (!s) {
		while (n < len && name[n] != ':')
			n++;
		s = var_find(v, name, n);
	}
	return s ? s + strlen(s) + 1 : "";
}

/**
 * vars_set() - give a variable a value
 * @v: the variables
 * @name: its name
 * @value: its value; an empty one: there is none from now on
 *
 * Return: 0, or -ENOSPC.
 */
int vars_set(struct vars *v, const char *name, const char *value)
{
	u32 len = strlen(name);
	u32 size = strlen(value) + 1;
	char *s;

	name = last_part(name, &len);
	s = var_find(v, name, len);
	if (s) {
		char *next = s + len + 1;

		next += strlen(next) + 1;
		v->len -= next - s;
		memmove(s, next, v->text + v->len - s);
	}
	if (size == 1)
		return 0;
	if (len + 1 + size > VARS_MAX - v->len)
		return -ENOSPC;
	s = v->text + v->len;
	memcpy(s, name, len + 1);
	memcpy(s + len + 1, value, size);
	v->len += len + 1 + size;
	return 0;
}

/**
 * vars_expand() - write a text with what its variables stand for
 * @v: the variables
 * @s: the text
 * @s_end: its end
 * @at: where
 * @end: the end of that buffer
 *
 * Return: the end of what was written, see join().
 */
char *vars_expand(const struct vars *v, const char *s, const char *s_end, char *at,
		  const char *end)
{
	while (s < s_end) {
		const char *close = s;
		char c[2] = { *s };

		if (s[0] == '$' && s + 1 < s_end && s[1] == '{')
			while (close < s_end && *close != '}')
				close++;
		if (close != s && close < s_end) {
			at = join(at, end, vars_get(v, s + 2, close - s - 2), NULL);
			s = close + 1;
		} else {
			at = join(at, end, c, NULL);
			s++;
		}
	}
	return at;
}
