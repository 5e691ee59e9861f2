/* SPDX-License-Identifier: GPL-2.0-only */
/* Device trees, made by hand, and as a text. */
#ifndef KNIT_TEST_FDT_H
#define KNIT_TEST_FDT_H

#define TREE_WORDS	512

/**
 * struct maker - a tree that is being made
 * @words: of it
 * @nr: of these
 * @strings: names
 * @len: of these
 */
struct maker {
	u32 words[TREE_WORDS];
	u32 nr;
	char strings[512];
	u32 len;
};

static inline void word(struct maker *m, u32 n)
{
	m->words[m->nr++] = be32(n);
}

static inline void bytes(struct maker *m, const void *data, u32 len)
{
	m->words[m->nr + len / 4] = 0;
	memcpy(m->words + m->nr, data, len);
	m->nr += (len + 3) / 4;
}

static inline void node(struct maker *m, const char *name)
{
	word(m, FDT_NODE);
	bytes(m, name, strlen(name) + 1);
}

static inline void end(struct maker *m)
{
	word(m, FDT_END_NODE);
}

static inline void prop(struct maker *m, const char *name, const void *data, u32 len)
{
	word(m, FDT_PROP);
	word(m, len);
	word(m, m->len);
	memcpy(m->strings + m->len, name, strlen(name) + 1);
	m->len += strlen(name) + 1;
	bytes(m, data, len);
}

static inline void prop_text(struct maker *m, const char *name, const char *value)
{
	prop(m, name, value, strlen(value) + 1);
}

static inline void prop_number(struct maker *m, const char *name, u32 n)
{
	n = be32(n);
	prop(m, name, &n, sizeof(n));
}

/* Header; memory reservations: pairs of numbers, up to one of 0 bytes */
static inline void make(struct maker *m, const u32 *reserved)
{
	memset(m, 0, sizeof(*m));
	m->nr = 10;
	do {
		word(m, 0);
		word(m, reserved[0]);
		word(m, 0);
		word(m, reserved[1]);
		reserved += 2;
	} while (reserved[-1]);
	m->words[FDT_STRUCT] = be32(m->nr * 4);
	m->words[FDT_RESERVED] = be32(40);
	m->words[FDT_VERSION] = be32(17);
	m->words[FDT_COMPATIBLE] = be32(16);
	m->words[0] = be32(FDT_MAGIC);
}

static inline u32 made(struct maker *m)
{
	word(m, FDT_END);
	m->words[FDT_STRUCT_SIZE] = be32(m->nr * 4 - be32(m->words[FDT_STRUCT]));
	m->words[FDT_STRINGS] = be32(m->nr * 4);
	m->words[FDT_STRINGS_SIZE] = be32(m->len);
	bytes(m, m->strings, m->len);
	m->words[FDT_TOTALSIZE] = be32(m->nr * 4);
	return m->nr * 4;
}

static inline struct span span(const void *at, u32 len)
{
	return (struct span){ .at = at, .len = len };
}

/* The tree as a text: nodes with braces, values that are a text as such, others as words. */
static inline const char *dump(const void *tree, u32 len)
{
	static char text[8192];
	char *at = text;
	struct fdt f;
	int token = fdt_open(&f, span(tree, len));
	u32 i;

	for (token = token ? token : fdt_next(&f); token > 0 && token != FDT_END;
	     token = fdt_next(&f)) {
		if (token == FDT_NODE)
			at += sprintf(at, "%s{", f.name);
		else if (token == FDT_END_NODE)
			at += sprintf(at, "}");
		else if (f.len && *(const char *)f.value > ' ' &&
			 strnlen((const char *)f.value, f.len) == f.len - 1)
			at += sprintf(at, "%s='%s';", f.name, (const char *)f.value);
		else
			for (i = 0; i <= f.len / 4; i++)
				at += i == f.len / 4 ? sprintf(at, ";") :
				      sprintf(at, "%s%x", i ? "," : f.name, be32(f.value[i]));
	}
	if (token != FDT_END)
		sprintf(text, "error %d", token);
	return text;
}

#endif /* KNIT_TEST_FDT_H */
