// SPDX-License-Identifier: GPL-2.0-only
/* fmt/modules.c; with a file as argument, what that module depends on (test_modinfo.py). */
#include "../../init/fmt/fmt.h"
#include "tap.h"

static void match(const char *file, const char *name, int want, const char *what)
{
	tap_long(module_match(text(file), text(name)), want, what);
}

static void matches(void)
{
	match("ext4.ko", "ext4", 1, "a file");
	match("kernel/fs/ext4/ext4.ko: kernel/fs/jbd2/jbd2.ko", "ext4", 1, "a line of modules.dep");
	match("kernel/fs/ext4/ext4.ko: kernel/fs/jbd2/jbd2.ko", "jbd2", 0, "what it depends on");
	match("kernel/fs/ext4/ext4.ko\n", "ext4", 1, "a line of modules.builtin");
	match("kernel/fs/ext4/ext4.ko.xz:\n", "ext4", 1, "a compressed one");
	match("leds-gpio.ko", "leds_gpio", 1, "- is _");
	match("leds_gpio.ko", "leds-gpio", 1, "_ is -");
	match("a-b_c.ko", "a_b-c", 1, "both in one");
	match("ext4.ko", "ext", 0, "the start of a name");
	match("ext4.ko", "ext4x", 0, "more than a name");
	match("xext4.ko", "ext4", 0, "the end of a name");
	match("ext4/x.ko", "ext4", 0, "a folder");
	match("ext4/ext4.ko", "ext4", 1, "a folder of that name, and the file");
	match("x/y/../ext4.ko", "ext4", 1, "dots in a folder");
	match("ext4.d/x.ko", "x", 1, "a dot in a folder of another name");
	match("x..ko", "x", 1, "what follows the first dot does not matter");
	match("ext4", "ext4", 0, "no file of a module");
	match("", "ext4", 0, "no file");
	match("", "", 0, "neither");
	match(".ko", "ext4", 0, "no name");
	match("/", "ext4", 0, "a slash");
	match("//.ko", "ext4", 0, "slashes");
	match("\xff\xfe.ko", "\xff\xfe", 1, "bytes above 127");
	match("ext4.ko", "ext4,jbd2", 1, "a name with another one behind it");
	match("ext4.ko", "ext4 opt=1", 1, "a name with options behind it");
}

static const char dep[] =
	"kernel/fs/jbd2/jbd2.ko:\n"
	"kernel/fs/ext4/ext4.ko: kernel/fs/jbd2/jbd2.ko kernel/lib/crc16.ko\n"
	"kernel/lib/crc16.ko.xz:";

static void find(const char *file, const char *name, long want, const char *what)
{
	char *s = text(file);

	tap_long(modules_find(s, name) - s, want, what);
}

static void finds(void)
{
	find(dep, "jbd2", 0, "the first line");
	find(dep, "ext4", 24, "the second line");
	find(dep, "crc16", 91, "the last line, without a newline");
	find(dep, "fs", sizeof(dep) - 1, "no module");
	find("", "ext4", 0, "an empty file");
	find("\n\n\n", "ext4", 3, "empty lines");
	find("kernel/fs/ext4/ext4", "ext4", 19, "cut off in the name");
	find("\xff\xff\n\xff", "ext4", 4, "garbage");
}

static const char *depends(const void *module, size_t size)
{
	return modinfo_depends(exactly(module, size), size - 1);
}

/* A NUL follows each text here: it is the one that is promised. */
#define DEPENDS(module)	depends(module, sizeof(module))

static void modinfos(void)
{
	tap_text(DEPENDS("\177ELF\0license=GPL\0depends=crc16,jbd2\0name=ext4"), "crc16,jbd2",
		 "two modules");
	tap_text(DEPENDS("\0depends=\0name=x"), "", "none");
	tap_text(DEPENDS("\0depends=a"), "a", "at the file's end");
	tap_text(DEPENDS("\0depends="), "", "cut off behind the key");
	tap_text(DEPENDS("\0depends"), "", "cut off in the key");
	tap_text(DEPENDS("\0softdepends=a\0x"), "", "the end of another key");
	tap_text(DEPENDS("depends=a\0x"), "", "not behind a NUL");
	tap_text(DEPENDS("\0\0\0\0depends=a\0depends=b"), "a", "the first of two");
	tap_text(DEPENDS("\0depend\0depends=b"), "b", "half a key before it");
	tap_text(DEPENDS(""), "", "an empty file");
	tap_text(modinfo_depends(text(""), -EIO), "", "a file that can't be read");
	tap_text(modinfo_depends(text(""), -EBADF), "", "a file that can't be opened");
}

static int show(const char *path)
{
	static char module[1 << 20];
	FILE *f = fopen(path, "r");
	size_t size = f ? fread(module, 1, sizeof(module) - 1, f) : 0;

	printf("%s\n", modinfo_depends(exactly(module, size + 1), size));
	return !size;
}

int main(int argc, char **argv)
{
	if (argc > 1)
		return show(argv[1]);
	matches();
	finds();
	modinfos();
	return tap_done();
}
