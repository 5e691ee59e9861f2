// SPDX-License-Identifier: GPL-2.0-only
/* What the system's owner has configured: from the overlay, where nothing is there the ROM's. */
#include "../fmt/fmt.h"

#ifndef CONFIG_KNIT_KEXEC
#define KERNEL_NAMES
#endif

/* The words of /etc/config/knit, in the order of enum config_word */
static const char config_names[] =
	"program\0argument\0env\0path\0mount\0no_root\0" IP_NAMES KERNEL_NAMES;

/* Return: the text, with room for a NUL more; NULL if there is none that could be read. */
static char *config_read(struct boot *b, const char *file)
{
	char *text = b->config.at;
	int n = file_read(path(b, b->root, file, NULL), text, KNIT_CONFIG_MAX);

	try(b, file);
	if (n >= 0 && strlen(text) < (size_t)n)
		n = -EILSEQ;		/* it is damaged */
	if (n < 0 && n != -ENOENT)
		report(b, n);
	if (n < 0)
		return NULL;
	b->config.at += n + 2;
	return text;
}

/* A line that says nothing to us costs a word in the log, never the boot. */
static void config_odd(struct boot *b, const char *file, u32 line)
{
	say(b, file, ", line ", dec(b, line), ": not understood", NULL);
	report(b, 0);
}

static void config_knit(struct boot *b)
{
	static const char file[] = "/etc/config/knit";
	struct config *c = &b->config;
	struct uci u = { .lines = 0 };
	int slot = 0;
	int kind;

	c->at = b->files;
	u.at = config_read(b, file);
	if (!u.at)
		return;
	while ((kind = uci_next(&u))) {
		unsigned int word = kind < 0 ? CONFIG_WORDS : words_index(config_names, u.name);
		unsigned int n = 0;

		if (kind == UCI_SECTION) {
			slot = IS_ENABLED(CONFIG_KNIT_SLOTS) && !strcmp(u.name, "slot");
			if (slot && slot_add(b, u.value))
				config_odd(b, file, u.line);
			continue;
		}
		if (slot) {
			if (kind < 0 || slot_set(b, u.name, u.value))
				config_odd(b, file, u.line);
			continue;
		}
		while (word < CONFIG_WORDS && n < CONFIG_VALUES && c->words[word][n])
			n++;
		if (word < CONFIG_WORDS && n < CONFIG_VALUES)
			c->words[word][n] = u.value;
		else
			config_odd(b, file, u.line);
	}
}

/* Is this to be mounted before init? /opt is, unless there is a list. */
static int marked(const char *target)
{
	const char *const *word = boot.config.words[CONFIG_MOUNT];
	unsigned int n;

	if (!word[0])
		return !strcmp(target, "/opt");
	for (n = 0; n < CONFIG_VALUES && word[n]; n++)
		if (!strcmp(target, word[n]))
			return 1;
	return 0;
}

/* What of OpenWrt's file is ours: the root's, and what is marked. */
static int is_ours(const char *target)
{
	return target && (!strcmp(target, "/") || !strcmp(target, "/overlay") || marked(target));
}

static void config_fstab(struct boot *b)
{
	static const char file[] = "/etc/config/fstab";
	static const char plain[] = "/etc/fstab";
	struct config *c = &b->config;
	struct fstab *f = &c->fstab;
	char *text = config_read(b, file);
	char *more = config_read(b, plain);
	struct fstab_entry *e = (void *)((unsigned long)(c->at + 7) & ~7ul);
	int err = 0;

	f->entries = e;
	f->max = KNIT_MOUNTS_MAX;
	f->is_ours = is_ours;
	f->delay_root = FSTAB_DELAY_ROOT;
	if (text)
		err = fstab_uci(text, f);
	if (f->line)
		config_odd(b, file, f->line);
	e += f->nr;
	if (more)
		err = fstab_plain(more, f);
	for (; e < f->entries + f->nr; e++)
		if (e->target && !e->target[1])
			e->enabled = 0;		/* the root is there */
	if (err) {
		try(b, "too many mounts");
		report(b, err);
	}
	c->first = fstab_order(f);
}

/**
 * stage_config() - read what the owner has configured
 * @b: the boot; b->config
 *
 * A file that cannot be read, or a line, is reported and does not matter otherwise.
 *
 * Return: 0.
 */
int stage_config(struct boot *b)
{
	/* if failsafe is left, all of it is read again */
	memset(&b->config, 0, sizeof(b->config));
	config_knit(b);
	config_fstab(b);
	return 0;
}
