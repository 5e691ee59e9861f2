// SPDX-License-Identifier: GPL-2.0-only
/* lines.c, fstype.c, and cpuinfo_machine() of board.c: texts of the kernel. */
#include "../../init/fmt/fmt.h"
#include "tap.h"

static const char uevent[] =
	"MAJOR=254\nMINOR=1\nDEVNAME=vda1\nDEVTYPE=partition\nPARTN=1\nPARTNAME=rootfs\n";

static void line(const char *file, const char *key, int want, const char *value,
		 const char *what)
{
	char *buf = malloc(8);

	tap_long(lines_get(text(file), key, buf, buf + 8), want, what);
	if (!want)
		tap_text(buf, value, "  its value");
	free(buf);
}

static void lines(void)
{
	line(uevent, "MAJOR=", 0, "254", "the first line");
	line(uevent, "PARTNAME=", 0, "rootfs", "the last line");
	line(uevent, "PARTNAME=rootfs", 0, "", "a whole line as key");
	line(uevent, "PARTNAME=root", 0, "fs", "the start of a line as key");
	line(uevent, "NAME=", -ENOENT, NULL, "the end of another key");
	line(uevent, "PARTUUID=", -ENOENT, NULL, "a key that is not there");
	line("", "A=", -ENOENT, NULL, "an empty file");
	line("\n\n\n", "A=", -ENOENT, NULL, "empty lines");
	line("A", "A=", -ENOENT, NULL, "cut off in the key");
	line("A=", "A=", 0, "", "cut off behind the key");
	line("B=1\nA=12", "A=", 0, "12", "no newline at the end");
	line("A=1234567\n", "A=", 0, "1234567", "a value that just fits");
	line("A=12345678\n", "A=", -EFBIG, NULL, "a value that does not fit");
	line("A=1\nA=2\n", "A=", 0, "1", "the first of two");
	line("XA=1\nA=2\n", "A=", 0, "2", "not behind another one");
}

static void starts(void)
{
	const char *s = text("root=x");

	tap_text(after(s, "root="), "x", "what follows a start");
	tap_text(after(s, ""), "root=x", "  an empty one");
	tap_text(after(s, "root=x"), "", "  the whole");
	tap_text(after(s, "root=xy"), NULL, "  more than there is");
	tap_text(after(s, "rood"), NULL, "  another");
}

static void next(void)
{
	const char *s = text("a\n\nbc");

	tap_long(line_next(s) - s, 2, "the next line");
	tap_long(line_next(s + 1) - s, 2, "seen from its end");
	tap_long(line_next(s + 2) - s, 3, "behind an empty line");
	tap_long(line_next(s + 3) - s, 5, "the last has no newline");
	tap_long(line_next(s + 5) - s, 5, "nothing behind the end");

	s = "/dev/a /m\303\244\tb\n";
	tap_long(field_end(s) - s, 6, "a field ends at a blank");
	tap_long(field_end(s + 7) - s, 11, "at a tab, not at what is no ASCII");
	tap_long(field_end(s + 12) - s, 13, "with the line");
	tap_long(field_end(s + 14) - s, 14, "with the text");
	tap_long(field_end(s + 6) - s, 6, "and may be empty");
}

static const char filesystems[] =
	"nodev\tsysfs\nnodev\ttmpfs\n\text3\n\tsquashfs\nnodev\t9p\n\tf2fs\n";

/* All types that are found, with | between them. */
static const char *types(const char *list, size_t size)
{
	static char out[256];
	char *name = malloc(size);
	const char *at = text(list);

	out[0] = '\0';
	while ((at = fstype_next(at, name, size))) {
		strcat(out, name);
		strcat(out, "|");
	}
	free(name);
	return out;
}

static void fstypes(void)
{
	tap_text(types(filesystems, 32), "ext3|squashfs|f2fs|", "/proc/filesystems");
	tap_text(types(filesystems, 8), "ext3|f2fs|", "a name that does not fit");
	tap_text(types("ext4,squashfs", 32), "ext4|squashfs|", "a list with commas");
	tap_text(types("ext4", 32), "ext4|", "one alone");
	tap_text(types("", 32), "", "none");
	tap_text(types(",,ext4,,", 32), "ext4|", "commas alone");
	tap_text(types("\t\n\n\t", 32), "", "blank lines");
	tap_text(types("nodev\t", 32), "", "cut off behind nodev");
	tap_text(types("nodev", 32), "nodev|", "cut off in nodev: a name");
	tap_text(types("\xff\xff,\xfe", 32), "\xff\xff|\xfe|", "garbage");
	tap_long(fstype_nodev(text(filesystems), "9p"), 1, "9p needs no device");
	tap_long(fstype_nodev(text(filesystems), "squashfs"), 0, "squashfs needs one");
	tap_long(fstype_nodev(text(filesystems), "9"), 0, "the start of a name");
	tap_long(fstype_nodev(text(filesystems), "9p2000"), 0, "more than a name");
	tap_long(fstype_nodev(text(filesystems), ""), 0, "no name");
	tap_long(fstype_nodev(text("nodev\t9p"), "9p"), 0, "cut off: better none");
	tap_long(fstype_nodev(text("nodev"), "9p"), 0, "cut off in nodev");
	tap_long(fstype_nodev(text(""), "9p"), 0, "an empty file");
}

static void cpu(const char *file, const char *name, int want, const char *what)
{
	tap_long(cpuinfo_machine(text(file), name), want, what);
}

static void cpuinfos(void)
{
	static const char malta[] = "system type\t\t: MIPS Malta\nmachine\t\t\t: mti,malta\n"
				   "processor\t\t: 0\n";

	cpu(malta, "mti,malta", 1, "machine on mips");
	cpu(malta, "mti,malt", 0, "the start of it");
	cpu(malta, "mti,malta2", 0, "more than it");
	cpu("Hardware\t: Orion\n", "Orion", 1, "Hardware on arm");
	cpu("Hardware\t: Orion", "Orion", 1, "no newline at the end");
	cpu("Hardware\t: ", "", 1, "cut off before the name");
	cpu("Hardware\t:", "", 0, "cut off behind the colon");
	cpu("Hardware", "", 0, "cut off in the key");
	cpu("machine\t\t\t: b: c\n", "b", 0, "the start of a value with a colon");
	cpu("", "a", 0, "an empty file");
	cpu("\n\n", "a", 0, "empty lines");
	cpu("\xff\xff\xff", "a", 0, "garbage");
}

int main(void)
{
	starts();
	lines();
	next();
	fstypes();
	cpuinfos();
	return tap_done();
}
