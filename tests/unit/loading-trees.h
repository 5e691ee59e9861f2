/* SPDX-License-Identifier: GPL-2.0-only */
/* The directories that loading.c loads modules from. */

#define LIST(name, text) FILE_OF("/rom/etc/modules-boot.d/" name, text)

static const struct file dep_tree[] = {
	FILE_OF(DIR "/modules.dep",
		"kernel/jbd2.ko:\n"
		"kernel/ext4.ko: kernel/jbd2.ko kernel/crc16.ko\n"
		"kernel/crc16.ko:\n"
		"kernel/leds-gpio.ko.xz:\n"
		"kernel/lost.ko: kernel/gone.ko\n"
		"kernel/worse.ko: kernel/bad.ko\n"
		"kernel/bad.ko:\n"),
	FILE_OF(DIR "/modules.builtin", "kernel/squashfs.ko\n"),
	MODULE("kernel/ext4.ko", "depends=jbd2,crc16"),
	MODULE("kernel/jbd2.ko", "depends="),
	MODULE("kernel/crc16.ko", "depends="),
	MODULE("kernel/lost.ko", ""),
	MODULE("kernel/worse.ko", ""),
	MODULE("kernel/bad.ko", ""),
	FILE_OF(DIR "/kernel/leds-gpio.ko.xz", "\375zXZ"),
	{ }
};

static void indexed(void)
{
	load(dep_tree, "crc16", "crc16.ko ", 0, "modules.dep, one alone");
	load(dep_tree, "ext4", "crc16.ko jbd2.ko ext4.ko ", 0, "with what it depends on");
	load(dep_tree, "crc16\next4 a=1 b=2\njbd2", "crc16.ko jbd2.ko ext4.ko(a=1 b=2) ", 0,
	     "options are those of the module alone");
	load(dep_tree, "leds_gpio", "leds-gpio.ko.xz! ", 0, "compressed, and _ for -");
	load(dep_tree, "squashfs", "", 0, "built in");
	load(dep_tree, "nothing\ncrc16", "crc16.ko ", -ENOENT, "none of that name, and the next");
	tap_text(boot.reason, "modules: nothing: not found", "  is said");
	load(dep_tree, "lost", "lost.ko ", -ENOENT, "a lost file");
	tap_text(boot.reason, "modules: kernel/gone.ko: not found", "  is said");
	load(dep_tree, "worse\ncrc16", "bad.ko worse.ko crc16.ko ", -ENOEXEC,
	     "one that is refused");
	tap_text(boot.reason, "modules: kernel/bad.ko: not a program for this machine",
		 "  is said");
	load(dep_tree, NULL, "", 0, "no list");
}

static const struct file flat_tree[] = {
	MODULE("leds-gpio.ko", "depends=gpio-pl061,led_class\0name=x"),
	MODULE("gpio-pl061.ko", "depends=gpio,led_class"),
	MODULE("led_class.ko", "depends="),
	MODULE("gpio.ko", "depends=led_class,irq"),
	MODULE("irq.ko", "depends="),
	MODULE("a.ko", "depends=b"),
	MODULE("b.ko", "depends=c,a"),
	MODULE("c.ko", "depends=a,b"),
	MODULE("lost.ko", "depends=gone,irq"),
	{ }
};

static const struct file no_tree[] = { { } };

static void flat(void)
{
	char name[100];

	load(flat_tree, "irq", "irq.ko ", 0, "flat, one alone");
	load(flat_tree, "gpio x=y", "irq.ko led_class.ko gpio.ko(x=y) ", 0, "with two others");
	load(flat_tree, "leds_gpio", "led_class.ko irq.ko gpio.ko gpio-pl061.ko leds-gpio.ko ", 0,
	     "what they depend on comes first; - and _");
	load(flat_tree, "lost", "irq.ko lost.ko ", -ENOENT, "a lost one");
	tap_text(boot.reason, "modules: gone: not found", "  is said");
	load(flat_tree, "c\nirq", "b.ko a.ko c.ko irq.ko ", 0, "a ring comes to an end");
	load(no_tree, "irq", "", -ENOENT, "an empty folder");
	memset(name, 'n', sizeof(name));
	name[99] = '\0';
	load(flat_tree, name, "", -ENOENT, "a long name");
}

/* In no order, as a file system in RAM lists them. */
static const struct file list_tree[] = {
	MODULE("a.ko", ""), MODULE("b.ko", ""), MODULE("c.ko", ""), MODULE("d.ko", ""),
	MODULE("e.ko", ""), MODULE("f.ko", ""), MODULE("g.ko", ""),
	LIST("30-b", "# comment\nb b=\"1 2\"\n\n"),
	LIST("10-c", "c\n d x=1"),
	LIST(".hidden", "g\n"),
	LIST("90-empty", ""),
	LIST("a", "\n\n #x\n f\n#f\ne\n"),
	{ }
};

static void lists(void)
{
	static char many[40000];
	static struct file more[] = {
		MODULE("a.ko", ""), LIST("10", "a\n"), LIST("20", many), LIST("30", "a\n"), { }
	};

	load(list_tree, "a", "a.ko c.ko b.ko(b=\"1 2\") e.ko ", 0,
	     "the board's, then the lists by name");
	more[2].size = sizeof(many);
	load(more, NULL, "a.ko ", -EFBIG, "a list that is too large");
	memset(many, '\n', sizeof(many));
	more[2].size = 16384 - 6;
	load(more, NULL, "a.ko ", -EFBIG, "one that leaves no room for the next");
}
