// SPDX-License-Identifier: GPL-2.0-only
/*
 * Prints what descriptors say, as JSON: tests/build/descriptors.py compiles this for
 * the host, with all that a board can have switched on.
 *
 * DESCRIPTORS is a file that includes them, and defines ALL(F) as F("file", symbol);
 * for each.
 */
#include DESCRIPTORS

static void string(const char *name, const char *s)
{
	printf("\"%s\": ", name);
	if (!s) {
		printf("null, ");
		return;
	}
	putchar('"');
	for (; *s; s++) {
		if (*s == '"' || *s == '\\')
			putchar('\\');
		putchar(*s);
	}
	printf("\", ");
}

/* a list with a NUL behind each, as one string with blanks between */
static void names(const char *name, const char *list)
{
	char text[256] = "";
	const char *s;

	for (s = list; s && *s; s += strlen(s) + 1) {
		strcat(text, *text ? " " : "");
		strcat(text, s);
	}
	string(name, list ? text : NULL);
}

static void leds(const struct board *board)
{
	static const char *const roles[LED_ROLES] = {
		[LED_BOOT] = "boot", [LED_FAILSAFE] = "failsafe",
		[LED_RUNNING] = "running", [LED_UPGRADE] = "upgrade",
	};
	unsigned int i;

	printf("\"leds\": {");
	for (i = 0; i < LED_ROLES; i++)
		string(roles[i], board->leds[i]);
	printf("\"\": null}, ");
}

static void keys(const struct board *board)
{
	const struct key *key;

	printf("\"keys\": [");
	for (key = board->keys; key && key->role; key++)
		printf("%s[%u, \"%s\"]", key == board->keys ? "" : ", ", key->code,
		       key->role == KEY_FAILSAFE ? "failsafe" : "ignored");
	printf("], ");
}

static void parts(const struct board *board)
{
	unsigned int i;

	printf("\"parts\": [");
	for (i = 0; i < board->nr_parts; i++) {
		printf("%s{", i ? ", " : "");
		string("name", board->parts[i].name);
		printf("\"at\": %u, \"size\": %u}", board->parts[i].at, board->parts[i].size);
	}
	printf("]");
}

static void show(const char *file, const struct board *board)
{
	printf("{");
	string("file", file);
	string("name", board->name);
	string("compatible", board->compatible);
	string("machine", board->machine);
	names("net", board->net);
	string("mtd", board->mtd);
	leds(board);
	keys(board);
	parts(board);
	printf("}\n");
}

/* one board a line */
int main(void)
{
#define SHOW(file, board)	show(file, &(board))
	ALL(SHOW)
	return 0;
}
