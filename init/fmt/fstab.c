// SPDX-License-Identifier: GPL-2.0-only
/* File systems and swap: OpenWrt's /etc/config/fstab, and /etc/fstab. */
#include "fmt.h"

/* A new entry; the spare one, which nobody reads, if there is no room. */
static struct fstab_entry *fstab_add(struct fstab *f, unsigned int kind)
{
	struct fstab_entry *e = &f->spare;

	if (f->nr == f->max)
		f->err = -E2BIG;
	else
		e = &f->entries[f->nr++];
	memset(e, 0, sizeof(*e));
	e->enabled = 1;
	e->kind = kind;
	return e;
}

/* All of an entry is known. Most are the real init's, and would take RAM. */
static void fstab_added(struct fstab *f, const struct fstab_entry *e)
{
	if (f->is_ours && f->nr && e == &f->entries[f->nr - 1] && e->kind == FSTAB_MOUNT &&
	    !f->is_ours(e->target))
		f->nr--;
}

/* In the order of entry.text, entry.number, fstab.number. */
#define FSTAB_KEYS						\
	"uuid\0label\0device\0target\0fstype\0options\0"	\
	"enabled\0check_fs\0priority\0autofs\0"			\
	"anon_swap\0anon_mount\0auto_swap\0auto_mount\0delay_root\0"

enum { FSTAB_NUMBERS = 6, FSTAB_GLOBALS = 10, FSTAB_UNKNOWN = 15 };

/* One option of a section: 0, or 1 if it is not understood. */
static int fstab_set(struct fstab *f, struct fstab_entry *e, const char *key, char *value)
{
	unsigned int i = words_index(FSTAB_KEYS, key);
	unsigned int truth;
	u32 n;

	if (!*value)
		return 0;	/* the same as no option, to libuci too */
	if (i < FSTAB_NUMBERS) {
		e->text[i] = value;
		return 0;
	}
	if (i >= FSTAB_UNKNOWN)
		return 1;
	truth = words_index("no\0off\0false\0disabled\0yes\0on\0true\0enabled\0", value);
	if (truth < 8)
		n = truth / 4;
	else if (*number(value, 10, &n))
		return 1;
	if (i < FSTAB_GLOBALS)
		e->number[i - FSTAB_NUMBERS] = n;
	else
		f->number[i - FSTAB_GLOBALS] = n;
	return 0;
}

/**
 * fstab_uci() - read OpenWrt's /etc/config/fstab
 * @text: the file, NUL at its end; the entries will point in there
 * @f: where to put it: zero but for entries and max; or what another file has left in it
 *
 * Keys and their meanings are those of OpenWrt's block(8), which knows no other numbers than
 * decimal ones where this also takes words for yes and no. What it does not know, or can't read,
 * is passed over; the first such thing is kept in f->line and f->unknown.
 *
 * Return: 0; -E2BIG if not all entries did fit.
 */
int fstab_uci(char *text, struct fstab *f)
{
	struct fstab_entry *e = &f->spare;
	struct uci u;
	int kind;

	u.at = text;
	u.lines = 0;
	f->delay_root = FSTAB_DELAY_ROOT;
	while ((kind = uci_next(&u))) {
		int unknown = 1;

		if (kind == UCI_SECTION) {
			unsigned int type = words_index("mount\0swap\0global\0", u.name);

			fstab_added(f, e);
			e = type < 2 ? fstab_add(f, type) : type == 2 ? &f->all : &f->spare;
			unknown = type > 2;
		} else if (kind == UCI_OPTION) {
			unknown = fstab_set(f, e, u.name, u.value);
		}
		if (unknown && !f->line) {
			f->line = u.line;
			f->unknown = kind < 0 ? "" : u.name;
		}
	}
	fstab_added(f, e);
	return f->err;
}

/**
 * fstab_option() - look an option up
 * @options: a list with commas
 * @name: what it begins with
 *
 * Return: what follows that, up to the end of the list; NULL if there is no such option.
 */
char *fstab_option(char *options, const char *name)
{
	size_t len = strlen(name);

	for (;; options++) {
		if (!strncmp(options, name, len))
			return options + len;
		while (*options != ',')
			if (!*options++)
				return NULL;
	}
}

/* What the fields of a line say; @rest are those behind the options. */
static void fstab_line(struct fstab_entry *e, const char *rest)
{
	const char *found;

	e->check_fs = *rest && (u8)rest[strlen(rest) + 1] > '0';
	e->kind = strcmp(e->fstype, "swap") ? FSTAB_MOUNT : FSTAB_SWAP;
	unescape(e->device);
	unescape(e->target);
	e->uuid = fstab_option(e->device, "UUID=");	/* a list of one */
	e->label = fstab_option(e->device, "LABEL=");
	found = fstab_option(e->options, "x-initrd.mount");
	if (found)
		e->enabled = (u8)*found <= ',';
	found = fstab_option(e->options, "pri=");
	if (found) {
		u32 n;

		number(found, 10, &n);
		e->priority = n;
	}
}

/**
 * fstab_plain() - read /etc/fstab
 * @text: the file, NUL at its end and room for one more; the entries will point in there
 * @f: as for fstab_uci()
 *
 * Lines with the option x-initrd.mount, which systemd has for it, are enabled: the others are
 * left for the real init, and may be enabled by whoever knows more. Lines without options, too.
 *
 * Return: 0; -E2BIG if not all entries did fit.
 */
int fstab_plain(char *text, struct fstab *f)
{
	while (*text) {
		char *next = (char *)line_next(text);
		char keep = *next;

		if (next[-1] == '\n')
			next[-1] = '\0';
		cmdline_split(text);
		if (*text && *text != '#') {
			struct fstab_entry *e = fstab_add(f, FSTAB_MOUNT);
			const char *rest = words_list(text, &e->device, 4);

			e->enabled = 0;
			if (e->options)
				fstab_line(e, rest);
		}
		*next = keep;
		text = next;
	}
	return f->err;
}

/* Make a path as short as it can be; 0 if nothing can be mounted there. */
static int tidy(char *path)
{
	char *from = path;
	char *to = path;
	char c;

	if (!path || *path != '/')
		return 0;
	while ((c = *from++)) {
		if (c == '/') {
			if (*from == '/' || !*from)
				continue;
			if (*from == '.' && (u8)from[1] <= '/')
				return 0;	/* "." and "..", mostly */
		}
		*to++ = c;
	}
	if (to == path)
		to++;
	*to = '\0';
	return 1;
}

/**
 * fstab_order() - in which order to mount
 * @f: the entries
 *
 * A folder comes before what is below it, which is so if they are sorted by target. Entries that
 * can't be mounted become FSTAB_REFUSED: a target that is not absolute, that has a part which is
 * `.` or begins with `..`, or that another one has already.
 *
 * Return: the first of those that are to be mounted (enabled, no swap), which leads to the next;
 * NULL if there is none.
 */
struct fstab_entry *fstab_order(struct fstab *f)
{
	struct fstab_entry *first = NULL;
	unsigned int i;

	for (i = 0; i < f->nr; i++) {
		struct fstab_entry *e = &f->entries[i];
		struct fstab_entry **at = &first;
		int cmp = 1;

		if (e->kind != FSTAB_MOUNT || !e->enabled)
			continue;
		e->kind = FSTAB_REFUSED;
		if (!tidy(e->target))
			continue;
		while (*at && (cmp = strcmp((*at)->target, e->target)) < 0)
			at = &(*at)->next;
		if (!cmp)
			continue;
		e->kind = FSTAB_MOUNT;
		e->next = *at;
		*at = e;
	}
	return first;
}
