// SPDX-License-Identifier: GPL-2.0-only
/* fmt/fstab.c: OpenWrt's /etc/config/fstab, /etc/fstab, and the order of what is in them. */
#include "../../init/fmt/fmt.h"
#include "tap.h"

#define BUFFER	32768

static struct fstab_entry entries[128];
static struct fstab f;

static char *add(char *to, const char *name, const char *value)
{
	return value ? to + sprintf(to, " %s:%s", name, value) : to;
}

/* All of it, only what is not as it is by default; | between entries. */
static const char *all(void)
{
	static const char *const kinds[] = { "mount", "swap", "refused" };
	static char out[4 * BUFFER];
	char *to = out;
	unsigned int i;

	for (i = 0; i < f.nr; i++) {
		struct fstab_entry *e = &f.entries[i];

		to += sprintf(to, "%s%s", i ? " | " : "", kinds[e->kind]);
		to = add(to, "u", e->uuid);
		to = add(to, "l", e->label);
		to = add(to, "d", e->device);
		to = add(to, "t", e->target);
		to = add(to, "f", e->fstype);
		to = add(to, "o", e->options);
		to = add(to, "off", e->enabled ? NULL : "");
		to = add(to, "check", e->check_fs ? "" : NULL);
		if (e->priority)
			to += sprintf(to, " pri=%u", e->priority);
	}
	if (f.line)
		to += sprintf(to, " line %u: %s", f.line, f.unknown);
	*to = '\0';
	return out;
}

static int load(int (*read)(char *text, struct fstab *f), char *s, unsigned int max)
{
	memset(entries, 0xee, sizeof(entries));
	f = (struct fstab){ .entries = entries, .max = max };
	return read(s, &f);
}

static void uci(const char *file, const char *want, const char *what)
{
	load(fstab_uci, text(file), ARRAY_SIZE(entries));
	tap_text(all(), want, what);
}

static void plain(const char *file, const char *want, const char *what)
{
	char *s = exactly(file, strlen(file) + 1);

	s = realloc(s, strlen(file) + 2);	/* cmdline_split() is promised one more */
	s[strlen(file) + 1] = 'X';
	load(fstab_plain, s, ARRAY_SIZE(entries));
	tap_text(all(), want, what);
}

/* As `block detect` writes it, with values from OpenWrt's wiki. */
static const char detected[] =
	"config 'global'\n\toption\tanon_swap\t'0'\n\toption\tanon_mount\t'0'\n"
	"\toption\tauto_swap\t'1'\n\toption\tauto_mount\t'1'\n\toption\tdelay_root\t'7'\n"
	"\toption\tcheck_fs\t'1'\n\n"
	"config 'mount'\n\toption\ttarget\t'/overlay'\n"
	"\toption\tuuid\t'c912-32a0'\n\toption\tfstype\t'ext4'\n"
	"\toption\toptions\t'rw,noatime'\n\toption\tenabled\t'0'\n\toption autofs 1\n\n"
	"config 'swap' 'sw'\n\toption\tdevice\t'/dev/sda2'\n\toption priority 5\n"
	"\toption\tenabled\t'1'\n";

static void configs(void)
{
	uci(detected,
	    "mount u:c912-32a0 t:/overlay f:ext4 o:rw,noatime off: | swap d:/dev/sda2 pri=5",
	    "a file of OpenWrt's");
	tap_long(f.anon_swap << 12 | f.anon_mount << 8 | f.auto_swap << 4 | f.auto_mount, 0x11,
		 "  anon_swap and the like");
	tap_long(f.delay_root, 7, "  delay_root");
	tap_long(f.all.check_fs, 1, "  check_fs for all");
	uci("", "", "an empty file");
	tap_long(f.delay_root, FSTAB_DELAY_ROOT, "  delay_root by default");
	uci("config mount\n", "mount", "an empty section");
	uci("config mount\noption label 'my disk'\noption check_fs 1\n", "mount l:my disk check:",
	    "a blank in a label");
	uci("config mount\noption label a\noption label b\n", "mount l:b", "the last one wins");
	uci("config mount\noption label a\noption label ''\noption enabled ''\n", "mount l:a",
	    "an empty value is none");
	uci("config global\noption uuid x\noption enabled 0\nconfig swap\n", "swap",
	    "no entry's key, no matter");
	uci("config swap\noption priority 32767\n", "swap pri=32767", "the highest priority");
}

static void truths(void)
{
	static const char *const no[] = { "0", "no", "off", "false", "disabled" };
	static const char *const yes[] = { "1", "yes", "on", "true", "enabled" };
	char file[64];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(no); i++) {
		sprintf(file, "config mount\noption enabled %s\n", no[i]);
		uci(file, "mount off:", no[i]);
		sprintf(file, "config mount\noption check_fs '%s'\n", yes[i]);
		uci(file, "mount check:", yes[i]);
	}
	uci("config mount\noption enabled maybe", "mount line 2: enabled", "neither");
	uci("config mount\noption enabled -1", "mount line 2: enabled", "a number below 0");
	uci("config mount\noption enabled 1x", "mount line 2: enabled", "more than a number");
}

static void unknowns(void)
{
	uci("config mount\noption enabeld 0\noption foo 1\n", "mount line 2: enabeld",
	    "the first unknown option is told");
	uci("config mounts\noption target /a\n", " line 1: mounts", "an unknown section");
	uci("config mount\nlist target /a\n", "mount line 2: target", "a list");
	uci("config mount\noption a 'b\noption label c\n", "mount l:c line 2: ",
	    "a line that can't be read");
	uci("option label a\nconfig swap\n", "swap", "an option of no section");
	uci("config mount\n\xff\xfe\nconfig swap\n", "mount | swap line 2: ", "garbage");
}

static void plains(void)
{
	plain("/dev/sda1 /opt ext4 ro,x-initrd.mount 0 2\n",
	      "mount d:/dev/sda1 t:/opt f:ext4 o:ro,x-initrd.mount check:",
	      "a marked line");
	plain("UUID=1-2\t/opt\text4\tx-initrd.mount,nofail\n",
	      "mount u:1-2 d:UUID=1-2 t:/opt f:ext4 o:x-initrd.mount,nofail",
	      "a UUID, tabs, no numbers");
	plain("LABEL=my\\040disk /a\\011b\\134\\012c ext4 x-initrd.mount 0",
	      "mount l:my disk d:LABEL=my disk t:/a\tb\\\nc f:ext4 o:x-initrd.mount",
	      "escapes; one number, no newline");
	plain("PARTUUID=1 /a x x-initrd.mount 0 0", "mount d:PARTUUID=1 t:/a f:x o:x-initrd.mount",
	      "a partition by its UUID");
	plain("PARTLABEL=b /b x x-initrd.mount 0 1",
	      "mount d:PARTLABEL=b t:/b f:x o:x-initrd.mount check:", "by its name");
	plain("LABEL=s none swap pri=7,x-initrd.mount 0 0",
	      "swap l:s d:LABEL=s t:none f:swap o:pri=7,x-initrd.mount pri=7", "swap");
	plain("a b swap sw,notpri=7", "swap d:a t:b f:swap o:sw,notpri=7 off:",
	      "another option that ends so");
	plain("a b c defaults", "mount d:a t:b f:c o:defaults off:",
	      "a line that is not marked");
	plain("a b c x-initrd.mounts", "mount d:a t:b f:c o:x-initrd.mounts off:",
	      "another option that begins so");
	plain("a b c d\nUUID=x", "mount d:a t:b f:c o:d off: | mount d:UUID=x off:",
	      "the next line is none of this one's fields");
	plain("a b c\n", "mount d:a t:b f:c off:", "no options");
	plain("a\n", "mount d:a off:", "one word");
	plain("# a b c d\n  # e\n\n \t\r\n", "", "comments and empty lines");
	plain("", "", "an empty file");
	plain("# a b\r\n/dev/a /b c x-initrd.mount 0 1\r\n",
	      "mount d:/dev/a t:/b f:c o:x-initrd.mount check:", "CRLF");
	plain("a\\04 b\\ c\\0 d\\777", "mount d:a\\04 t:b\\ f:c\\0 o:d\\777 off:",
	      "what are no escapes");
	plain("a\\000b c d e", "mount d:a t:c f:d o:e off:", "a NUL ends it");
	plain("LABEL=\"a b\" /a x ro", "mount l:a b d:LABEL=a b t:/a f:x o:ro off:", "quotes");
	plain("a'b \"/c x\n/d /e x y", "mount d:a'b t:/c x off: | mount d:/d t:/e f:x o:y off:",
	      "one that does not end");
}

static void full(void)
{
	char *s = malloc(BUFFER);
	unsigned int i;

	for (s[0] = '\0', i = 0; i < 1000; i++)
		strcat(s, "config mount\noption label a\n");
	tap_long(load(fstab_uci, s, 128), -E2BIG, "a thousand sections");
	tap_long(f.nr, 128, "  what fits is there");
	tap_text(entries[127].label, "a", "  the last, too");
	tap_long(load(fstab_uci, text(detected), 0), -E2BIG, "room for none");
	tap_long(load(fstab_uci, text(detected), 1), -E2BIG, "room for one");
	tap_long(entries[1].kind, 0xeeee, "  behind it nothing is written");
	tap_long(load(fstab_uci, text(detected), 2), 0, "room for all");
	for (s[0] = '\0', i = 0; i < 1000; i++)
		strcat(s, "a b c x-initrd.mount\n");
	tap_long(load(fstab_plain, s, 127), -E2BIG, "a thousand lines");
	tap_long(f.nr, 127, "  what fits is there");
	load(fstab_uci, text(detected), 128);
	tap_long(fstab_plain(text("a b c d\n"), &f), 0, "one file behind the other");
	tap_long(f.nr, 3, "  all are there");
	tap_long(sizeof(struct fstab_entry) * 128 <= 128 * (7 * sizeof(char *) + 16), 1,
		 "an entry is small");
	free(s);
}

/* Targets with a blank between, in the order that comes out; * before those refused. */
static void order(const char *targets, const char *want, const char *what)
{
	static char out[BUFFER], list[BUFFER];
	struct fstab_entry *e;
	char *to = out;
	char *s = list;
	unsigned int i;

	*to = '\0';
	snprintf(list, sizeof(list), "%s", targets);
	for (i = 0; (entries[i].target = strsep(&s, " ")); i++) {
		entries[i].kind = FSTAB_MOUNT;
		entries[i].enabled = 1;
	}
	f = (struct fstab){ .entries = entries, .nr = i, .max = i };
	for (e = fstab_order(&f); e; e = e->next)
		to += sprintf(to, " %s", e->target);
	for (i = 0; i < f.nr; i++)
		if (entries[i].kind == FSTAB_REFUSED)
			to += sprintf(to, " *%s", entries[i].target);
	tap_text(to > out ? out + 1 : out, want, what);
}

/* The words of a list, the last one first. */
static const char *reversed(const char *list)
{
	static char out[BUFFER];
	char *to = out + BUFFER - 1;
	size_t len;

	for (; *list; list += len + !!list[len]) {
		len = strcspn(list, " ");
		to -= len + 1;
		memcpy(to, list, len);
		to[len] = ' ';
	}
	out[BUFFER - 2] = '\0';
	return to;
}

static void orders(void)
{
	static char deep[BUFFER];
	unsigned int i;
	char *to = deep;

	order("/opt/data /b /opt", "/b /opt /opt/data", "what is above comes first");
	order("/opt / /overlay", "/ /opt /overlay", "the root before all");
	order("/opt-x /opt/a /opt", "/opt /opt-x /opt/a", "a name that only begins so");
	order("/opt/a/b /opt/ /opt//a", "/opt /opt/a /opt/a/b", "slashes too many");
	order("/// /a", "/ /a", "the root with more slashes");
	order("/opt /b /opt /opt/", "/b /opt */opt */opt", "a target that is there twice");
	order("opt ./opt /../a /a/.. /a/../b", "*opt *./opt */../a */a/.. */a/../b", "no targets");
	order("/. /a/. /.b /..c /...", "/.b */. */a/. */..c */...", "dots in targets");
	order("", "*", "an empty target");
	order("/opt", "/opt", "one alone");
	load(fstab_uci, text("config mount\noption target /a\noption enabled 0\nconfig swap\n"
			     "option target /a\nconfig mount\nconfig mount\noption target /a\n"
			     "option device /a/x.img\n"), 128);
	tap(fstab_order(&f) == &entries[3] && !entries[3].next,
	    "swap and what is off is no matter");
	tap_long(entries[2].kind, FSTAB_REFUSED, "no target");
	for (i = 127; i; i--) {
		unsigned int j;

		for (j = 0; j < i; j++)
			to += sprintf(to, "/x");
		*to++ = i > 1 ? ' ' : '\0';
	}
	order(deep, reversed(deep), "each below all that follow");
}

/* None of these may read or write outside the text. */
static void hostile(void)
{
	static const char line[] = "LABEL=a\\040b /c\\134 swap \"x-initrd.mount\",pri=3 0 1 # \r\n";
	char *s = malloc(BUFFER);
	unsigned int n, i;

	for (i = 0; i < sizeof(detected); i++) {
		char *cut = exactly(detected, i + 1);

		cut[i] = '\0';
		load(fstab_uci, cut, 128);
		fstab_order(&f);
		free(cut);
	}
	tap(1, "a good file cut off anywhere");
	for (i = 0; i < sizeof(line); i++) {
		char *cut = malloc(i + 2);	/* cmdline_split() is promised one more */

		memcpy(cut, line, i);
		cut[i] = '\0';
		load(fstab_plain, cut, 128);
		fstab_order(&f);
		free(cut);
	}
	tap(1, "a good line cut off anywhere");
	srand(1);
	for (n = 0; n < 32; n++) {		/* together 1 MiB */
		for (i = 0; i < BUFFER - 2; i++)
			s[i] = n & 1 ? rand() : " \t\r\n'\"\\0/.x"[rand() % 11];
		s[i] = '\0';
		load(n & 2 ? fstab_plain : fstab_uci, s, 128);
		fstab_order(&f);
	}
	tap(1, "a mebibyte of junk");
	memset(s, 'x', BUFFER - 2);
	s[BUFFER - 2] = '\0';
	load(fstab_plain, s, 128);
	tap_long(strlen(entries[0].device), BUFFER - 2, "a very long word");
	free(s);
}

static int is_opt(const char *target)
{
	return target && !strcmp(target, "/opt");
}

/* What nobody wants takes no room; swap does. */
static void ours(void)
{
	char *s = text("config mount\n option target /a\nconfig mount\n option target /opt\n"
		       "config mount\nconfig swap\n option device /b\nconfig global\n"
		       "config mount\n option label x\n option target /c\n");

	f = (struct fstab){ .entries = entries, .max = 2, .is_ours = is_opt };
	tap_long(fstab_uci(s, &f), -E2BIG, "while it is read, a mount takes room");
	tap_text(all(), "mount t:/opt | swap d:/b", "only what is ours is kept");
}

int main(void)
{
	configs();
	ours();
	truths();
	unknowns();
	plains();
	full();
	orders();
	hostile();
	return tap_done();
}
