// SPDX-License-Identifier: GPL-2.0-only
/*
 * A device tree for the next kernel: the old one is read once and written anew with what
 * is different. Values need no room made for them that way, and a tree that is no good is
 * found before anything is made of it.
 */
#include "fmt.h"
#include "kernel.h"

/*
 * What is written under new names; the tree's own names come first and stay where they are.
 * From NAME_INITRD_START on: what /chosen had for the kernel that runs now.
 */
static const char tree_names[] = "device_type\0reg\0"
	"bootargs\0linux,initrd-start\0linux,initrd-end\0"
	/* seeds are used once: the kernel itself has overwritten them */
	"kaslr-seed\0rng-seed\0"
	/* of a kernel that was started by a crash */
	"linux,elfcorehdr\0linux,usable-memory-range\0";

#define NAME_DEVICE_TYPE	0
#define NAME_REG		12
#define NAME_BOOTARGS	16
#define NAME_INITRD_START	25
#define NAME_INITRD_END	44

#define CELLS_ADDRESS	0	/* of cells[] */
#define CELLS_SIZE		1

/**
 * struct edit - a tree being written
 * @f: what is read
 * @at: what is written next
 * @end: of the room, this is reached if it does not suffice
 * @c: what is new
 * @names: where those below are among the strings
 * @cells: words of an address and of a size in the root
 * @ram: there is a node that tells of memory
 * @skipped: the node of the root that we are in is not to be in the new tree
 * @in_chosen: we are in /chosen
 * @chosen: there was one
 * @ended: the root has
 */
struct edit {
	struct fdt f;
	u32 *at;
	u32 *end;
	const struct fdt_change *c;
	u32 names;
	u32 cells[2];
	u32 ram;
	u32 skipped;
	u32 in_chosen;
	u32 chosen;
	u32 ended;
};

static void put_bytes(struct edit *e, const void *from, u32 len)
{
	u32 words = (len + 3) / 4;

	if (words >= (u32)(e->end - e->at)) {
		e->at = e->end;
	} else if (words) {
		e->at[words - 1] = 0;
		memcpy(e->at, from, len);
		e->at += words;
	}
}

static void put_word(struct edit *e, u32 word)
{
	word = be32(word);
	put_bytes(e, &word, sizeof(word));
}

static void put_prop(struct edit *e, u32 name, u32 len)
{
	put_word(e, FDT_PROP);
	put_word(e, len);
	put_word(e, e->names + name);
}

static void put_text(struct edit *e, u32 name, const char *text)
{
	u32 len = strlen(text) + 1;

	put_prop(e, name, len);
	put_bytes(e, text, len);
}

/* A number of one or two words. */
static void put_cells(struct edit *e, u64 n, u32 cells)
{
	if (cells > 1)
		put_word(e, n >> 32);
	put_word(e, n);
}

static void put_address(struct edit *e, u32 name, u64 n)
{
	put_prop(e, name, 8);
	put_cells(e, n, 2);
}

/* The start of /chosen has been written. */
static void put_chosen(struct edit *e)
{
	const struct fdt_change *c = e->c;

	put_text(e, NAME_BOOTARGS, c->bootargs);
	if (c->initrd_len) {
		put_address(e, NAME_INITRD_START, c->initrd);
		put_address(e, NAME_INITRD_END, c->initrd + c->initrd_len);
	}
	e->chosen = 1;
}

/* Memory that an address of this tree can't tell is left out, as it would be with any kernel. */
static int edit_fits(u64 n, u32 cells)
{
	return cells > 1 || !(n >> 32);
}

static void put_memory(struct edit *e)
{
	const char *text = e->c->iomem;
	struct ram ram;
	u32 *head;

	put_word(e, FDT_NODE);
	put_bytes(e, "memory", 7);
	put_text(e, NAME_DEVICE_TYPE, "memory");
	head = e->at;
	put_prop(e, NAME_REG, 0);
	while ((text = iomem_next(text, &ram))) {
		u64 size = (u64)ram.to - ram.from + 1;

		if (!edit_fits(ram.from, e->cells[CELLS_ADDRESS]) ||
		    !edit_fits(size, e->cells[CELLS_SIZE]))
			continue;
		put_cells(e, ram.from, e->cells[CELLS_ADDRESS]);
		put_cells(e, size, e->cells[CELLS_SIZE]);
	}
	if (e->at != e->end)
		head[1] = be32((e->at - head - 3) * 4);
	put_word(e, FDT_END_NODE);
}

/* The root is about to end: what it has not had comes now. */
static void put_missing(struct edit *e)
{
	if (!e->chosen) {
		put_word(e, FDT_NODE);
		put_bytes(e, "chosen", 7);
		put_chosen(e);
		put_word(e, FDT_END_NODE);
	}
	if (!e->ram && e->c->iomem)
		put_memory(e);
}

static int edit_cells(struct edit *e, u32 which)
{
	u32 n = e->f.len == 4 ? be32(*e->f.value) : 0;

	e->cells[which] = n;
	return n == 1 || n == 2 ? 0 : -EINVAL;
}

/*
 * The start of a node of the root. Makers leave memory of 0 bytes for their loader to fill
 * in: such a node is not taken over.
 */
static void edit_node(struct edit *e)
{
	u32 address = e->cells[CELLS_ADDRESS];
	struct fdt f = e->f;
	struct fdt reg = e->f;
	u32 size = 0;
	u32 i;

	e->in_chosen = !strcmp(f.name, "chosen");
	if (e->in_chosen || !e->c->iomem || fdt_prop(&f, "device_type") || f.len != 7 ||
	    memcmp(f.value, "memory", 7))
		return;
	if (!fdt_prop(&reg, "reg"))
		for (i = 0; i < reg.len / 4; i++)
			if (i % (address + e->cells[CELLS_SIZE]) >= address)
				size |= reg.value[i];
	e->skipped = !size;
	e->ram |= size;
}

/* A property: 1 if it is to be dropped, an error if it makes no sense. */
static int edit_prop(struct edit *e)
{
	const char *name = e->f.name;

	if (e->f.depth == 1) {
		if (!strcmp(name, "#address-cells"))
			return edit_cells(e, CELLS_ADDRESS);
		if (!strcmp(name, "#size-cells"))
			return edit_cells(e, CELLS_SIZE);
	}
	return e->f.depth == 2 && e->in_chosen && cmdline_get(tree_names + NAME_BOOTARGS, name);
}

static int edit_copy(struct edit *e)
{
	int token, drop;

	while ((token = fdt_next(&e->f)) != FDT_END) {
		if (token < 0 || e->ended)
			return -EINVAL;
		drop = token == FDT_PROP ? edit_prop(e) : 0;
		if (drop < 0)
			return drop;
		if (token == FDT_NODE && e->f.depth == 2)
			edit_node(e);
		if (token == FDT_END_NODE && !e->f.depth) {
			e->ended = 1;
			put_missing(e);
		}
		if (!drop && !e->skipped)
			put_bytes(e, e->f.from, (e->f.at - e->f.from) * 4);
		if (token == FDT_NODE && e->f.depth == 2 && e->in_chosen)
			put_chosen(e);
		if (token == FDT_END_NODE && e->f.depth == 1)
			e->skipped = 0;
	}
	put_word(e, FDT_END);
	return e->ended ? 0 : -EINVAL;
}

/* What a loader has reserved for the initrd of the kernel that runs now is free again. */
static int edit_reserved(struct edit *e, const u32 *entry, const u32 *end)
{
	u32 old[2] = { ~0u, ~0u };
	struct fdt f = e->f;
	u32 n;

	if (!fdt_child(&f, "") && !fdt_child(&f, "chosen") &&
	    !fdt_prop(&f, "linux,initrd-start") && (f.len == 8 || f.len == 4)) {
		old[0] = f.len == 8 ? f.value[0] : 0;
		old[1] = f.value[f.len / 4 - 1];
	}
	for (n = 0; n < FDT_RESERVES && end - entry >= 4; n++, entry += 4) {
		if (!entry[2] && !entry[3]) {
			put_cells(e, 0, 2);
			put_cells(e, 0, 2);
			return 0;
		}
		if (memcmp(entry, old, sizeof(old)))
			put_bytes(e, entry, 16);
	}
	return -EINVAL;
}

/**
 * fdt_edit() - write a device tree for another kernel
 * @to: the new one
 * @room: bytes there; the old one's, FDT_SPARE and those of the command line suffice
 * @from: the old one
 * @c: what is new
 *
 * Command line and initrd of /chosen are replaced, seeds go, memory is told where the tree
 * knows of none (or of 0 bytes, as a maker's who leaves that to his loader).
 *
 * Return: bytes of the new tree; -ENOSPC if they are more than @room; what fdt_open() returns
 * for a bad one.
 */
int fdt_edit(u32 *to, u32 room, struct span from, const struct fdt_change *c)
{
	struct edit e = { .at = to + 12, .end = to + room / 4, .c = c, .cells = { 2, 1 } };
	const u32 *head = (const void *)from.at;
	u32 at, size, i;
	int err;

	err = fdt_open(&e.f, from);
	if (err)
		return err;
	size = be32(head[FDT_TOTALSIZE]);
	at = be32(head[FDT_RESERVED]);
	if (at % 4 || at > size)
		return -EINVAL;
	if (room < 12 * 4)
		return -ENOSPC;
	e.names = round_up(e.f.strings_size, 4);
	to[0] = head[0];
	for (i = FDT_TOTALSIZE; i < 12; i++)
		to[i] = 0;
	to[FDT_RESERVED] = be32(12 * 4);
	to[FDT_VERSION] = be32(FDT_17);
	to[FDT_COMPATIBLE] = be32(16);
	to[FDT_CPU] = head[FDT_CPU];

	err = edit_reserved(&e, head + at / 4, head + size / 4);
	if (err)
		return err;
	to[FDT_STRUCT] = be32((e.at - to) * 4);
	err = edit_copy(&e);
	if (err)
		return err;
	i = (e.at - to) * 4;
	to[FDT_STRUCT_SIZE] = be32(i - be32(to[FDT_STRUCT]));
	to[FDT_STRINGS] = be32(i);
	to[FDT_STRINGS_SIZE] = be32(e.names + sizeof(tree_names));
	put_bytes(&e, e.f.strings, e.f.strings_size);
	put_bytes(&e, tree_names, sizeof(tree_names));
	if (e.at == e.end)
		return -ENOSPC;
	to[FDT_TOTALSIZE] = be32((e.at - to) * 4);
	return (e.at - to) * 4;
}
