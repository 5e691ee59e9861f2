// SPDX-License-Identifier: GPL-2.0-only
/* fmt/uci.c: what libuci reads, and what it refuses. */
#include "../../init/fmt/fmt.h"
#include "tap.h"

#define BUFFER	32768	/* as much as a file may have */

/* All that is in a text, as `line:section(type,name) line:option(name,value) line:? ...`. */
static const char *all(char *s)
{
	static const char *const kinds[] = { "", "section", "option", "list" };
	static char out[4 * BUFFER];
	struct uci u = { .at = s };
	char *to = out;
	int kind;

	*to = '\0';
	while ((kind = uci_next(&u)) && to < out + 3 * BUFFER) {
		if (kind > 0)
			to += sprintf(to, "%u:%s(%s,%s) ", u.line, kinds[kind], u.name, u.value);
		else
			to += sprintf(to, "%u:%s ", u.line, kind == -EINVAL ? "?" : "!");
	}
	if (to > out)
		to[-1] = '\0';
	return out;
}

static void reads(const char *file, const char *want, const char *what)
{
	char *s = text(file);

	tap_text(all(s), want, what);
	free(s);
}

static void sections(void)
{
	reads("config mount\n", "1:section(mount,)", "a section");
	reads("config mount 'opt'\n", "1:section(mount,opt)", "a section with a name");
	reads("config mount\n\toption target '/opt'\n", "1:section(mount,) 2:option(target,/opt)",
	      "an option");
	reads("config a\n\tlist b 1\n\tlist b 2\n", "1:section(a,) 2:list(b,1) 3:list(b,2)",
	      "a list");
	reads("c a b\no c d\nl e f", "1:section(a,b) 2:option(c,d) 3:list(e,f)", "short words");
	reads("package fstab\nconfig a\n", "2:section(a,)", "a package is no matter");
	reads("p x\nconfig a", "2:section(a,)", "nor a short one");
	reads("option a", "1:option(a,)", "no value");
	reads("option a ''", "1:option(a,)", "an empty value");
	reads("\n\n# x\n  # y\n\nconfig a\n\n", "6:section(a,)", "empty lines and comments");
	reads("config a # b\noption c d# e\n", "1:section(a,) 2:option(c,d)", "behind a command");
	reads("config a;option b c ; list d 'e';\n#x;option y z\n",
	      "1:section(a,) 1:option(b,c) 1:list(d,e)", "more than one in a line");
	reads("config\ta\r\n\toption\tb\tc\r\n", "1:section(a,) 2:option(b,c)", "tabs and CRLF");
	reads("config a\r\n\toption b 'c'\r\n\r\n", "1:section(a,) 2:option(b,c)", "CRLF, quotes");
	reads("", "", "an empty file");
	reads("\n", "", "an empty line");
	reads("#", "", "a comment, not ended");
	reads(" \t\r", "", "blanks, not ended");
}

static void quotes(void)
{
	reads("option a 'b c'", "1:option(a,b c)", "a blank in quotes");
	reads("option a \"b 'c' d\"", "1:option(a,b 'c' d)", "in double quotes");
	reads("option a 'b\"c'", "1:option(a,b\"c)", "a double quote in single ones");
	reads("option a 'a'\"b\"c", "1:option(a,abc)", "parts in a row");
	reads("option a 'it'\\''s'", "1:option(a,it's)", "as uci itself writes a quote");
	reads("option a b\\ c", "1:option(a,b c)", "a backslash outside");
	reads("option a \\'b\\\"\\\\\\#\\;", "1:option(a,'b\"\\#;)", "what it makes harmless");
	reads("option a \"b\\\"c\\\\d\\n\"", "1:option(a,b\"c\\dn)", "in double quotes");
	reads("option a 'b\\n'", "1:option(a,b\\n)", "in single quotes it is nothing special");
	reads("option a b\\\nc\noption d e", "1:option(a,bc) 3:option(d,e)", "a line goes on");
	reads("option a b\\\r\nc\r\noption d e", "1:option(a,bc) 3:option(d,e)", "with CRLF");
	reads("option a \"b\\\nc\"", "1:option(a,bc)", "in double quotes too");
	reads("option a 'b\n# c\n;d'\noption e f", "1:option(a,b\n# c\n;d) 4:option(e,f)",
	      "a newline in quotes");
	reads("'config' \"a\" 'b'", "1:section(a,b)", "quotes anywhere");
	reads("option a '#'b'#'", "1:option(a,#b#)", "no comment in quotes");
	reads("option a b#c'd\noption e f", "1:option(a,b) 2:option(e,f)", "no quote in comments");
	reads("option a b\\", "1:option(a,b)", "the file ends behind a backslash");
	reads("option a \xc3\xa4'\xff'", "1:option(a,\xc3\xa4\xff)", "bytes above 127");
}

static void refused(void)
{
	reads("opinion a b\noption c d\n", "1:? 2:option(c,d)", "a word that is none");
	reads("config\noption c d\n", "1:? 2:option(c,d)", "a section without a type");
	reads("option\n", "1:?", "an option without a name");
	reads("option '' a\n", "1:?", "an empty name");
	reads("config ''\n", "1:?", "an empty type");
	reads("option a b c\noption d e\n", "1:? 2:option(d,e)", "too many words");
	reads("option a b c d e f g h i\noption d e\n", "1:? 2:option(d,e)", "far too many");
	reads("option 1 2 3 option d e\n", "1:?", "they don't begin again");
	reads("option 1 2 3 package\n", "1:?", "nor are they passed over");
	reads("configure a\n", "1:?", "more than a command");
	reads("conf a\n", "1:?", "less than a command");
	reads("''\n'' a", "1:? 2:?", "an empty command");
	reads("option a 'b\n\toption c d\n", "1:? 2:option(c,d)", "a quote that does not end");
	reads("\noption 'a b\noption c d\n", "2:? 3:option(c,d)", "in a name");
	reads("\noption a b 'c\noption d e\n", "2:? 3:option(d,e)", "in what is too much");
	reads("option a b c d e f 'c\noption d e\n", "1:? 2:option(d,e)", "or far too much");
	reads("'option a b\noption d e\n", "1:? 2:option(d,e)", "in a command");
	reads("option a \"b\n\toption c 'd e' # \\\n", "1:? 2:option(c,d e)", "a double one");
	reads("option label 'x\noption target '/opt'\noption fstype 'ext4'\n",
	      "1:? 2:option(target,/opt) 3:option(fstype,ext4)", "a quote forgotten");
	reads("option a \"b\noption c 'd e'\noption f 'g\\h'\n",
	      "1:? 2:option(c,d e) 3:option(f,g\\h)", "what follows it is as it was");
	reads("option a '", "1:?", "the file ends behind a quote");
	reads("option a \"\\", "1:?", "behind a backslash in quotes");
	reads("option a \"\\\"", "1:?", "behind a quote that does not count");
}

/* None of these may read or write outside the text, or take long. */
static void hostile(void)
{
	static const char good[] =
		"config global\n\toption anon_swap '0' # a\n\nconfig 'mount' \"opt\"\r\n"
		"\toption target /opt;option uuid 'a'\"b\\\"c\"\\\n d\n\tlist x 'y\nz'\n";
	static const char open[] = "o a '\\''\n";
	unsigned int n = 0, i, lines;
	char *s = malloc(BUFFER);
	struct uci u = { 0 };
	int kind;

	for (i = 0; i < sizeof(good); i++) {
		char *cut = exactly(good, i + 1);

		cut[i] = '\0';
		n += strlen(all(cut)) < BUFFER;
		free(cut);
	}
	tap_long(n, sizeof(good), "a good file cut off anywhere");
	srand(1);
	for (n = 0; n < 32; n++) {		/* together 1 MiB */
		for (i = 0; i < BUFFER - 1; i++)
			s[i] = n & 1 ? rand() : " \t\r\n'\"\\;#o"[rand() % 10];
		s[i] = '\0';
		all(s);
	}
	tap(1, "a mebibyte of junk");
	memset(s, 'x', BUFFER - 1);
	memcpy(s, "option ", 7);
	s[BUFFER - 1] = '\0';
	tap_long(strlen(all(s)), strlen("1:option(,)") + BUFFER - 8, "a very long word");
	for (i = 0; i + sizeof(open) <= BUFFER; i += sizeof(open) - 1)
		memcpy(s + i, open, sizeof(open));
	lines = i / (sizeof(open) - 1);
	for (u.at = s, n = 0; (kind = uci_next(&u)); n++)
		if (kind != -EINVAL)
			break;
	tap_long(n, lines, "every line opens a quote for all the rest");
	for (s[0] = '\0', i = 0; i < 1000; i++)
		strcat(s, "config mount\n");
	for (u = (struct uci){ .at = s }, n = 0; uci_next(&u) == UCI_SECTION; n++)
		;
	tap_long(n, 1000, "a thousand sections");
	tap_long(u.lines, 1000, "  and lines");
	reads("config a\0config b\n", "1:section(a,)", "a NUL ends it");
	free(s);
}

int main(void)
{
	sections();
	quotes();
	refused();
	hostile();
	return tap_done();
}
