// SPDX-License-Identifier: GPL-2.0-only
/* Walking through a flattened device tree that nobody vouches for. */
#include "fmt.h"

/**
 * fdt_open() - begin with a device tree
 * @f: will be before its root
 * @tree: its bytes, more may follow; at an address that is a multiple of 4
 *
 * Return: 0; -ENOEXEC if this is none, -EINVAL if it is not all there, -EOPNOTSUPP if it is
 * older or newer than what everybody writes.
 */
int fdt_open(struct fdt *f, struct span tree)
{
	const u32 *head = (const void *)tree.at;
	u32 size, at, len, strings;

	if (tree.len < FDT_HEADER || (unsigned long)head % 4 || head[0] != be32(FDT_MAGIC))
		return -ENOEXEC;
	if (be32(head[FDT_VERSION]) < FDT_17 || be32(head[FDT_COMPATIBLE]) > FDT_17)
		return -EOPNOTSUPP;

	size = be32(head[FDT_TOTALSIZE]);
	at = be32(head[FDT_STRUCT]);
	len = be32(head[FDT_STRUCT_SIZE]);
	strings = be32(head[FDT_STRINGS]);
	f->strings_size = be32(head[FDT_STRINGS_SIZE]);
	if (size > tree.len || at > size || len > size - at || (at | len) % 4 ||
	    strings > size || f->strings_size > size - strings)
		return -EINVAL;
	f->strings = (const char *)tree.at + strings;
	if (f->strings_size && f->strings[f->strings_size - 1])
		return -EINVAL;
	f->at = head + at / 4;
	f->end = f->at + len / 4;
	f->depth = 0;
	return 0;
}

/* A node begins: its name is a text, NUL and all. */
static int fdt_node(struct fdt *f, u32 left)
{
	u32 len = 0;

	f->name = (const char *)f->at;
	while (len < left && f->name[len])
		len++;
	if (len == left || ++f->depth > FDT_DEPTH)
		return -EINVAL;
	f->at += len / 4 + 1;
	return FDT_NODE;
}

/* A property: the length, where its name is, the value. */
static int fdt_property(struct fdt *f, u32 left)
{
	u32 name;

	if (left < 8 || !f->depth)
		return -EINVAL;
	f->len = be32(f->at[0]);
	name = be32(f->at[1]);
	f->value = f->at + 2;
	if (f->len > left - 8 || name >= f->strings_size)
		return -EINVAL;
	f->name = f->strings + name;
	f->at = f->value + (f->len + 3) / 4;
	return FDT_PROP;
}

/**
 * fdt_next() - go on to what comes next
 * @f: the place, after an error of no use
 *
 * Return: FDT_NODE, FDT_PROP, FDT_END_NODE, FDT_END; -EINVAL if it is none of these, or not
 * where it belongs, or not all there.
 */
int fdt_next(struct fdt *f)
{
	u32 token, left;

	do {
		if (f->at >= f->end)
			return -EINVAL;
		f->from = f->at;
		token = be32(*f->at++);
	} while (token == FDT_NOP);
	left = (f->end - f->at) * 4;
	if (token == FDT_NODE)
		return fdt_node(f, left);
	if (token == FDT_PROP)
		return fdt_property(f, left);
	if (token == FDT_END_NODE && f->depth) {
		f->depth--;
		return FDT_END_NODE;
	}
	return token == FDT_END && !f->depth ? FDT_END : -EINVAL;
}

/**
 * fdt_child() - enter a node that lies in this one
 * @f: in a node, behind its start or properties; before the root, to enter that; then in
 *     the child, behind its start
 * @name: the child's, with the unit address if it has one
 *
 * Return: 0; -ENOENT if there is none.
 */
int fdt_child(struct fdt *f, const char *name)
{
	u32 depth = f->depth;
	int token;

	do {
		token = fdt_next(f);
		if (token == FDT_NODE && f->depth == depth + 1 && !strcmp(f->name, name))
			return 0;
	} while (token > 0 && token != FDT_END && f->depth >= depth);
	return token < 0 ? token : -ENOENT;
}

/**
 * fdt_prop() - find a property of a node
 * @f: in the node, behind its start; then @f->value and @f->len are the property's
 * @name: the property's
 *
 * Return: 0; -ENOENT if it has none of that name.
 */
int fdt_prop(struct fdt *f, const char *name)
{
	int token;

	do {
		token = fdt_next(f);
		if (token == FDT_PROP && !strcmp(f->name, name))
			return 0;
	} while (token == FDT_PROP);
	return token < 0 ? token : -ENOENT;
}
