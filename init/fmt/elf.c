// SPDX-License-Identifier: GPL-2.0-only
/* What a program needs to be started, as it says itself; of this CPU's kind only. */
#include "fmt.h"

#define PT_DYNAMIC	2	/* include/uapi/linux/elf.h */
#define PT_INTERP	3
#define DT_NEEDED	1
#define DT_STRTAB	5

/* A table of the file, NULL if it is not all there, or not where a CPU could read it. */
static const void *table(const char *file, unsigned long size, unsigned long at,
			 unsigned long len)
{
	if (at % sizeof(long) || len > size || at > size - len)
		return NULL;
	return file + at;
}

/* A text of the file, NULL if it has no end. */
static const char *text_at(const char *file, unsigned long size, unsigned long at)
{
	unsigned long end;

	for (end = at; end < size; end++)
		if (!file[end])
			return file + at;
	return NULL;
}

/* The n-th library, from 1, of the @nr that there are at most. */
static const char *needed(const char *file, unsigned long size, const struct elf_segment *s,
			  const struct elf_dynamic *d, unsigned long nr, unsigned int n)
{
	const struct elf_header *h = (const void *)file;
	const struct elf_segment *end = s + h->nr;
	unsigned long name = 0;
	unsigned long texts = 0;

	for (; nr-- && d->tag; d++) {
		if (d->tag == DT_STRTAB)
			texts = d->value;
		else if (d->tag == DT_NEEDED && !--n)
			name = d->value;
	}
	/* the table is told as an address in memory; a name is never its first text */
	for (; name && s < end; s++)
		if (s->type == PT_LOAD && texts - s->vaddr < s->size)
			return text_at(file, size, texts - s->vaddr + s->offset + name);
	return NULL;
}

/**
 * elf_needs() - the files without which a program or a library cannot be used
 * @file: the file, at an address that is a multiple of 8
 * @size: bytes in it
 * @n: 0 for the interpreter, else the n-th of the libraries
 *
 * Return: the interpreter's path, or empty if it has none; the library's name; NULL behind
 * the last, and if this is no ELF file of this CPU's kind, or a broken one.
 */
const char *elf_needs(const char *file, unsigned long size, unsigned int n)
{
	const struct elf_header *h = (const void *)file;
	const struct elf_segment *first;
	const struct elf_segment *s;

	if (size < sizeof(*h) || memcmp(file, ELF_START, sizeof(ELF_START) - 1))
		return NULL;
	first = table(file, size, h->segments, h->nr * sizeof(*s));
	if (!first)
		return NULL;
	for (s = first; s < first + h->nr; s++) {
		const struct elf_dynamic *d;

		if (!n && s->type == PT_INTERP)
			return text_at(file, size, s->offset);
		if (!n || s->type != PT_DYNAMIC)
			continue;
		d = table(file, size, s->offset, s->size);
		return d ? needed(file, size, first, d, s->size / sizeof(*d), n) : NULL;
	}
	return n ? NULL : "";
}
