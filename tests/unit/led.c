// SPDX-License-Identifier: GPL-2.0-only
/*
 * dev/led.c on a made-up /sys and device tree: which LED is found for which role, what is
 * written to it in which order, and blinking without the kernel's help.
 */
#include "../../init/fmt/fmt.h"
#include "../../boards/board.h"
#include "tap.h"

#define SYS	"/sys/class/leds/"
#define TREE	"/proc/device-tree"
#define ALIAS	TREE "/aliases/led-"

struct boot boot;		/* the one that report.c knows */

/* A file: its content, and how long that is if it has a NUL. */
static struct file {
	const char *path;
	const char *data;
	size_t len;
} files[32];

static unsigned int nr_files;
static char cwd[128];
static char wrote[512];		/* what was written where, in this order */
static int no_timer;		/* the kernel has no such trigger */
static u32 now;
static size_t place;
static unsigned int opened;	/* calls that looked for a file */

u32 uptime_us(void)
{
	return now;
}

long sys_chdir(const char *path)
{
	unsigned int i;

	for (i = 0; i < nr_files; i++)
		if (!strncmp(files[i].path, path, strlen(path)) &&
		    (!path[1] || files[i].path[strlen(path)] == '/')) {
			snprintf(cwd, sizeof(cwd), "%s%s", path, path[1] ? "/" : "");
			return 0;
		}
	return -ENOENT;
}

long sys_open(const char *path, int flags, int mode)
{
	char full[256];
	unsigned int i;

	(void)flags;
	(void)mode;
	opened++;
	place = 0;
	snprintf(full, sizeof(full), "%s%s", *path == '/' ? "" : cwd, path);
	for (i = 0; i < nr_files; i++)
		if (!strcmp(files[i].path, full))
			return i;
	return -ENOENT;
}

long sys_close(int fd)
{
	(void)fd;
	return 0;
}

long sys_read(int fd, void *buf, size_t len)
{
	struct file *f = &files[fd];

	if (len > f->len - place)
		len = f->len - place;
	memcpy(buf, f->data + place, len);
	place += len;
	return len;
}

long sys_write(int fd, const void *buf, size_t len)
{
	const char *path = files[fd].path;
	size_t at = strlen(wrote);

	if (no_timer && len == 5 && !memcmp(buf, "timer", 5))
		return -EINVAL;
	if (!strncmp(path, SYS, strlen(SYS)))
		path += strlen(SYS);
	if (len)		/* the kernel's files never see an empty text */
		snprintf(wrote + at, sizeof(wrote) - at, "%s=%.*s ", path, (int)len,
			 (const char *)buf);
	return len;
}

/* Every LED that has a uevent file. */
int dir_each(struct boot *b, const char *path,
	     int (*each)(struct boot *b, const char *dir, const char *name))
{
	unsigned int i;
	int found = 0;

	for (i = 0; i < nr_files && !found; i++) {
		char name[128];

		if (strncmp(files[i].path, SYS, strlen(SYS)) ||
		    !strstr(files[i].path, "/uevent"))
			continue;
		snprintf(name, sizeof(name), "%s", files[i].path + strlen(SYS));
		*strchr(name, '/') = '\0';
		found = each(b, path, name);
	}
	return found;
}

static void file(const char *path, const char *data, size_t len)
{
	files[nr_files++] = (struct file) { path, data, len };
}

static char *print(const char *a, const char *b, const char *c)
{
	char *s = malloc(strlen(a) + strlen(b) + strlen(c) + 1);

	if (!s)
		abort();
	sprintf(s, "%s%s%s", a, b, c);
	return s;
}

/* What is written to a LED that goes off, shines, blinks. */
static char *off(const char *name)
{
	return print(name, "/brightness=0 ", "");
}

static char *on(const char *name)
{
	return print(off(name), name, "/brightness=255 ");
}

static char *blink(const char *name, const char *ms)
{
	char *on = print(name, "/delay_on=", ms);
	char *off = print(name, "/delay_off=", ms);

	return print(print(name, "/brightness=0 ", name), "/trigger=timer ",
		     print(on, " ", print(off, " ", "")));
}

static void led(const char *name, const char *node)
{
	char *uevent = print("OF_NAME=led\nOF_FULLNAME=", node, "\nOF_COMPATIBLE_N=0\n");

	file(print(SYS, name, "/uevent"), uevent, strlen(uevent));
	file(print(SYS, name, "/brightness"), "", 0);
	file(print(SYS, name, "/trigger"), "", 0);
	file(print(SYS, name, "/delay_on"), "", 0);
	file(print(SYS, name, "/delay_off"), "", 0);
}

/* As the device tree has it: with its NUL. */
static void alias(const char *role, const char *node)
{
	file(print(ALIAS, role, ""), node, strlen(node) + 1);
}

static void begin(void)
{
	memset(&boot, 0, sizeof(boot));
	nr_files = 0;
	no_timer = 0;
}

static void shows(enum led_show what, const char *want, const char *name)
{
	wrote[0] = '\0';
	opened = 0;
	led_show(&boot, what);
	tap_text(wrote, want, name);
	tap_text(cwd, "/", "  the current directory is the root again");
}

static void board(void)
{
	static const struct board one = {
		.leds = { [LED_BOOT] = "red:power", [LED_RUNNING] = "green:power" },
	};

	begin();
	led("green:power", "/leds/led-1");
	led("red:power", "/leds/led-10");
	led("blue:usb", "/leds/led-2");
	alias("boot", "/leds/led-2");
	alias("failsafe", "/leds/led-1");
	boot.board = &one;
	shows(LED_SHOW_WINDOW, blink("red:power", "100"), "the board's LED, not the tree's");
	tap_long(led_tick(&boot), 0, "  the kernel blinks");
	shows(LED_SHOW_WINDOW, "", "it is shown already");
	shows(LED_SHOW_BOOT, blink("red:power", "200"), "the boot goes on");
	shows(LED_SHOW_FAILSAFE,
	      print(off("red:power"), off("green:power"), blink("green:power", "50")),
	      "failsafe: the tree's, where the board names none");
	shows(LED_SHOW_BOOT, print(off("green:power"), blink("red:power", "200"), ""),
	      "out of failsafe: its LED goes off");
	shows(LED_SHOW_UPGRADE, off("green:power"), "no LED for it: running goes off");
	shows(LED_SHOW_DONE, print(off("red:power"), on("green:power"), ""),
	      "done: boot off, running on");
	tap_long(led_tick(&boot), 0, "  and it does not blink");
}

/* What goes off for good does again what the device tree says; OpenWrt's diag.sh. */
static void trigger(void)
{
	begin();
	led("a", "/leds/led-0");
	file(TREE "/leds/led-0/linux,default-trigger", "heartbeat", 10);
	led("b", "/leds/led-1");
	file(TREE "/leds/led-1/linux,default-trigger", "disk-activity", 14);
	alias("boot", "/leds/led-0");
	alias("running", "/leds/led-1");
	shows(LED_SHOW_FAILSAFE, print(off("a"), off("b"), ""),
	      "a LED that goes off in failsafe stays off");
	shows(LED_SHOW_DONE, print(print(off("a"), "a/trigger=heartbeat ", ""), on("b"), ""),
	      "done: it has its trigger back, and the running LED just shines");
	files[5].data = "";
	files[5].len = 0;
	boot.led_shown = NULL;
	shows(LED_SHOW_DONE, print(off("a"), on("b"), ""), "an empty trigger");
	boot.led_shown = NULL;
	nr_files--;
	alias("running", "/leds/led-0");
	shows(LED_SHOW_DONE, print(off("a"), on("a"), ""), "one LED for both");
}

static void tree(void)
{
	begin();
	led("a", "/leds/led-10");
	led("b", "/x/leds/led-1");
	led("c", "/leds/led-1");
	alias("running", "/leds/led-1");
	shows(LED_SHOW_DONE, on("c"), "a node's whole path counts");
	files[nr_files - 1].len--;
	boot.led_shown = NULL;
	shows(LED_SHOW_DONE, on("c"), "an alias without its NUL");
	nr_files--;
	shows(LED_SHOW_WINDOW, "", "no alias");
	tap_long(opened, 1, "  costs one open");
	alias("boot", "");
	shows(LED_SHOW_WINDOW, "", "an empty alias");
	nr_files--;
	alias("boot", "/leds/led-7");
	shows(LED_SHOW_WINDOW, "", "the LED is not there yet");
	led("late", "/leds/led-7");
	shows(LED_SHOW_WINDOW, blink("late", "100"), "it is there now");
}

/* Nothing that is too long is cut off and taken for another. */
static void hostile(void)
{
	static char uevent[KNIT_TEXT_MAX + 1];
	char node[600];

	begin();
	memset(node, 'n', sizeof(node));
	node[0] = '/';
	node[sizeof(node) - 1] = '\0';
	led("a", node);
	alias("boot", node);
	shows(LED_SHOW_WINDOW, "", "an alias of 600 bytes");
	memset(node + KNIT_DATA_MAX - 14, '\0', 10);	/* OF_FULLNAME= and two NULs */
	begin();
	led("a", node);
	alias("boot", text(node));
	shows(LED_SHOW_WINDOW, blink("a", "100"),
	      "as long as may be");
	begin();
	led("a", "/leds/a");
	alias("boot", "/leds/a");
	memset(uevent, 'x', sizeof(uevent));
	memcpy(uevent, "OF_FULLNAME=/leds/a\n", 20);
	files[0].data = uevent;
	files[0].len = sizeof(uevent);
	shows(LED_SHOW_WINDOW, "", "a uevent that does not fit");
	files[0].len = 0;
	shows(LED_SHOW_WINDOW, "", "an empty one");
	files[0].data = "OF_FULLNAME=/leds/a";
	files[0].len = 19;
	shows(LED_SHOW_WINDOW, blink("a", "100"),
	      "one without a newline");
}

static void soft(void)
{
	unsigned int i;
	unsigned int calls = 0;
	unsigned int changes = 0;

	begin();
	led("a", "/leds/a");
	alias("boot", "/leds/a");
	no_timer = 1;
	now = 0xffff0000;	/* it wraps while it blinks */
	shows(LED_SHOW_WINDOW, on("a"), "no timer trigger: on at once");
	for (i = 0; i < 1000; i++, now += 1000) {	/* a second */
		wrote[0] = '\0';
		calls += led_tick(&boot) > 0;
		if (wrote[0])
			tap_text(wrote, changes++ % 2 ? "a/brightness=255 " : "a/brightness=0 ",
				 "  it changes");
	}
	tap_long(calls, 1000, "asks to be called again");
	tap_long(changes, 9, "  it changes at 100, 200 ... 900 ms, however often it is called");
	for (i = 0, changes = 0; i < 200; i++) {		/* late by 10 ms each time */
		u32 wait = led_tick(&boot) * 1000 + 10000;

		changes += strlen(wrote) > 0;
		wrote[0] = '\0';
		now += wait;
	}
	tap_long((now + 0x10000 - 1000000) / 100000 - changes, 0,
		 "the rate holds where timers are late");
	now += 5000000;
	tap_long(led_tick(&boot), 98, "after seconds that went elsewhere it just goes on");
	shows(LED_SHOW_BOOT, on("a"), "another rate");
	now += 199999;
	led_tick(&boot);
	tap_text(wrote, on("a"), "  not yet");
	tap_long(led_tick(&boot), 1, "  in a ms");
	now++;
	tap_long(led_tick(&boot), 196, "  then not for long");
	tap_text(wrote, print(on("a"), off("a"), ""), "  it changed");
	no_timer = 0;
	shows(LED_SHOW_WINDOW, blink("a", "100"),
	      "the module has come");
	tap_long(led_tick(&boot), 0, "  the kernel blinks");
}

int main(void)
{
	board();
	trigger();
	tree();
	hostile();
	soft();
	return tap_done();
}
