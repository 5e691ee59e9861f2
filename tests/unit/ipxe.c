// SPDX-License-Identifier: GPL-2.0-only
/* ipxe.c and vars.c: a script, and what it wants done. */
#include "../../init/fmt/fmt.h"
#include "tap.h"

static struct vars vars;
static struct ipxe x;

static const char *const doing[] = {
	[IPXE_ECHO] = "echo", [IPXE_CHAIN] = "chain", [IPXE_KERNEL] = "kernel",
	[IPXE_ARGS] = "args", [IPXE_INITRD] = "initrd", [IPXE_FDT] = "fdt",
	[IPXE_BOOT] = "boot", [IPXE_FREE] = "free", [IPXE_SLEEP] = "sleep",
	[IPXE_REBOOT] = "reboot", [IPXE_SHELL] = "shell",
};

/* All that is to be done, | behind each; what has "bad" in its name fails. */
static const char *does(const char *script)
{
	static char out[4000];
	char *at = out;
	int what = 0;
	char *copy = text(script);

	x.vars = &vars;
	x.steps = 0;
	ipxe_begin(&x, copy);
	while ((what = ipxe_step(&x, what)) > IPXE_END) {
		char **word = ipxe_words(&x);

		at += sprintf(at, "%s %s", doing[what], word[0]);
		if (*word[1])
			at += sprintf(at, " %s", word[1]);
		at += sprintf(at, "|");
		what = strstr(word[0], "bad") ? -EIO : 0;
	}
	if (what < 0)
		sprintf(at, what == -ETIMEDOUT ? "!time" : "!%d", -what);
	else
		*at = '\0';
	free(copy);
	return out;
}

/* The script is its own name, in one line. */
static void is(const char *script, const char *want)
{
	char *name = text(script);
	char *s;

	for (s = name; *s; s++)
		if (*s < ' ' || *s == '#')
			*s = ';';
	tap_text(does(script), want, name);
	free(name);
}

static void lines(void)
{
	is("", "");
	is("\n\n", "");
	is("#!ipxe", "");
	is("#!ipxe\n\necho a  b\r\n\techo c # d\n", "echo a b|echo c|");
	is("kernel k a=b \\\n  c=d\nboot", "kernel k a=b c=d|boot |");
	is("kernel --name x -a k a -b\n", "kernel k a -b|");
	is("chain --autofree -t 5 a/b.ipxe", "chain a/b.ipxe|");
	is("imgargs k x\nimgfree\nfdt d\nmodule i\nimgfetch j\nsleep 3\nreboot\nshell\nimgexec\n",
	   "args k x|free |fdt d|initrd i|initrd j|sleep 3|reboot |shell |boot |");
	is("dhcp\nifopen net0\necho x", "echo x|");
	is("wrong x\necho y", "!8");
	is("echo bad\necho y", "echo bad|!5");
	is("echo a\nexit\necho b", "echo a|");
	is("kernel", "kernel |");
	is("kernel -n", "kernel |");
	is("kernel -a -a -a -a -a -a -a -a -a -a -a -a -a k",
	   "kernel -a -a -a -a -a -a -a -a k|");
}

static void connections(void)
{
	is("echo bad || echo b", "echo bad|echo b|");
	is("echo a || echo b", "echo a|");
	is("echo a && echo b\necho c", "echo a|echo b|echo c|");
	is("echo bad && echo b || echo c && echo d", "echo bad|echo c|echo d|");
	is("echo bad && echo b\necho c", "echo bad|!5");
	is("echo bad ||\necho c", "echo bad|echo c|");
	is("echo a||b && echo c&&d", "echo a||b|echo c&&d|");
	is("wrong || echo b", "!8");
	is("echo bad || # x\necho c", "echo bad|echo c|");
}

static void labels(void)
{
	is("goto b\n:a\necho a\nexit\n:b\necho b\ngoto a", "echo b|echo a|");
	is("goto none || echo b", "echo b|");
	is("goto none", "!2");
	is("goto", "!2");
	is("goto ab\n:abc\necho 1\n :ab\t\necho 2", "echo 2|");
	is("goto end\necho x\n:end", "");
	is(":a\ngoto a", "!time");
	is(":a\necho x\niseq ${n} ... && exit ||\nset n ${n}.\ngoto a",
	   "echo x|echo x|echo x|echo x|");
}

static void variables(void)
{
	vars.len = 0;
	vars_set(&vars, "mac", "02:00:00:00:00:01");
	vars_set(&vars, "mac:hexhyp", "02-00-00-00-00-01");
	vars_set(&vars, "product", "two words");
	is("echo ${mac} ${net0/mac} ${net0/mac:hexhyp} ${mac:string} [${none}]",
	   "echo 02:00:00:00:00:01 02:00:00:00:00:01 02-00-00-00-00-01 02:00:00:00:00:01 []|");
	is("chain ${product}/boot ||", "chain two words/boot|");
	is("set a b c\necho ${a}\nset a\necho <${a}>\nset a x\nclear a\necho <${a}>",
	   "echo b c|echo <>|echo <>|");
	is("set net0/a 1\necho ${a}", "echo 1|");
	is("iseq ${none} x || echo other", "echo other|");
	is("iseq ${none} ${none2} && echo same", "echo same|");
	is("iseq x x && echo same", "echo same|");
	is("iseq x xy || echo other", "echo other|");
	is("isset ${none} || echo none", "echo none|");
	is("isset ${mac} && echo some", "echo some|");
	is("set x ${x}y && set x ${x}y && echo ${x}", "echo yy|");
	is("echo ${ $ } $x ${mac", "echo ${ $ } $x ${mac|");
	is("echo ${}", "echo |");
}

static void limits(void)
{
	char *s = malloc(100000);
	unsigned int i;
	char name[8];

	memcpy(s, "echo ", 5);
	memset(s + 5, 'x', 5000);
	s[5005] = '\0';
	tap_text(does(s), "!7", "a command that is too long");
	vars.len = 0;
	for (i = 0; i < 1000; i++) {
		sprintf(name, "v%u", i);
		if (vars_set(&vars, name, "value"))
			break;
	}
	tap(i > 150 && i < 250, "no room for more variables");
	tap_long(vars.len <= VARS_MAX, 1, "  which are within their room");
	tap_long(vars_set(&vars, "v0", "va"), 0, "  but a shorter one");
	tap_text(vars_get(&vars, "v0", 2), "va", "  is there");
	tap_text(vars_get(&vars, "v1", 2), "value", "  and the others");
	vars.len = 0;
	is(":a\nset x ${x}xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\ngoto a", "!28");
	*s = '\0';
	for (i = 0; i < 9000; i++)
		memcpy(s + 2 * i, "#\n", 3);
	tap_text(does(s), "", "9,000 comments");
	tap(ipxe_is("#!ipxe\n") && ipxe_is("#!ipxe") && ipxe_is("#!ipxe \r\n"), "a script");
	tap(!ipxe_is("#!ipxes") && !ipxe_is("#!ipx") && !ipxe_is("") && !ipxe_is("\177ELF"),
	    "none");
	free(s);
}

/* As the caller does it with what a script chains. */
static void nested(void)
{
	struct ipxe_place place;
	char *one = text("chain b || echo c\necho d\n");
	char *two = text("echo e\n");

	x.steps = 0;
	ipxe_begin(&x, one);
	tap_long(ipxe_step(&x, 0), IPXE_CHAIN, "one chains");
	place = x.now;
	ipxe_begin(&x, two);
	tap_long(ipxe_step(&x, 0), IPXE_ECHO, "two runs");
	tap_long(ipxe_step(&x, -EIO), -EIO, "two fails");
	x.now = place;
	tap_long(ipxe_step(&x, -EIO), IPXE_ECHO, "one goes on");
	tap_text(ipxe_words(&x)[0], "c", "  where it should");
	free(one);
	free(two);
}

int main(void)
{
	lines();
	connections();
	labels();
	variables();
	limits();
	nested();
	return tap_done();
}
