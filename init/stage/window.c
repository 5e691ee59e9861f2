// SPDX-License-Identifier: GPL-2.0-only
/*
 * The time in which a person can ask for failsafe. It opens before the flash is looked
 * at, and all waiting of the stages that follow is done here, until it closes.
 */
#include "../fmt/fmt.h"

#define SECOND		1000000		/* us */
#define UEVENT_MAX	2048		/* bytes; BUFFER_SIZE of include/linux/kobject.h */
#define NET_PROMPT	"Please press button now to enter failsafe"	/* OpenWrt's */

static const char prompt[] =
	"Press the [f] key and hit [enter] to enter failsafe mode\n"
	"Press the [1], [2], [3] or [4] key and hit [enter] to select the debug level\n";

static void led(struct boot *b)
{
	led_show(b, b->asked ? LED_SHOW_FAILSAFE : LED_SHOW_WINDOW);
}

static void consoles_write(struct boot *b, const char *text)
{
	unsigned int i;

	for (i = 1; i < b->inputs; i++)
		text_write(b->polls[i].fd, text);
}

/**
 * window_asked() - a person asks for failsafe
 * @b: the boot
 * @how: as the message has it
 *
 * The answer comes at once, though failsafe may have to wait for the modules.
 */
void window_asked(struct boot *b, const char *how)
{
	if (b->asked)
		return;
	b->asked = how;
	led(b);
	consoles_write(b, how);
	consoles_write(b, ", failsafe follows\n");
	net_tell(b, how);
}

/**
 * window_watch() - watch one more descriptor while the window is open
 * @b: the boot
 * @fd: the descriptor; b owns it then
 *
 * Return: 0, or -ENOSPC if there are too many.
 */
int window_watch(struct boot *b, int fd)
{
	if (!b->window_us || b->nr_polls == KNIT_POLLS)
		return -ENOSPC;
	b->polls[b->nr_polls].fd = fd;
	b->polls[b->nr_polls++].events = POLLIN;
	return 0;
}

/* A prompt on each active console; a line is read from it as its driver gives it. */
static void consoles_prompt(struct boot *b)
{
	const char *name;

	for (name = consoles_list(b); *name; name += strlen(name) + 1) {
		int fd;

		path(b, "/dev/", name, NULL);
		fd = file_open(b->path, O_RDWR | O_NONBLOCK);
		if (fd < 0)
			continue;
		if (window_watch(b, fd))
			sys_close(fd);
	}
	b->inputs = b->nr_polls;
	consoles_write(b, prompt);
}

/*
 * "f" asks for failsafe; 1 to 4 are OpenWrt's debug level, for its init and, as DBGLVL,
 * for procd without that. They end the window, too.
 */
static void console_line(struct boot *b)
{
	char *line = b->text;

	if (line[1] != '\n')
		return;
	if (line[0] == 'f') {
		window_asked(b, "f was typed");
	} else if ((u8)(line[0] - '1') < 4) {
		file_make("/tmp/debug_level", line);
		b->level[0] = line[0];
		b->window_us = 1;
	}
}

/*
 * The kernel tells of a new device; what it is for grows by it. OpenWrt's driver for
 * buttons has none but tells of presses, and of releases after a press that nobody saw.
 */
static void uevent(struct boot *b)
{
	const char *name;

	if (IS_ENABLED(CONFIG_KNIT_BUTTONS) && cmdline_get(b->text, "SUBSYSTEM=button") &&
	    !cmdline_get(b->text, "TYPE="))
		return window_asked(b, "a button was pressed");
	if (!after(b->text, "add@"))
		return;
	nodes_update(b);
	if (cmdline_get(b->text, "SUBSYSTEM=leds"))
		return led(b);
	name = cmdline_get(b->text, "DEVNAME=");	/* input/event0; input/mouse0, too */
	if (IS_ENABLED(CONFIG_KNIT_BUTTONS) && name && after(name, "input/e"))
		buttons_add(b, name + 6);
	if (IS_ENABLED(CONFIG_KNIT_NETMSG) && cmdline_get(b->text, "INTERFACE="))
		net_follow(b);
}

/*
 * What the descriptors have, each once. One that has ended is not asked again; but the
 * kernel's events go on behind those that were lost (-ENOBUFS), as when modules come.
 */
static void polls_read(struct boot *b)
{
	unsigned int i;

	for (i = 0; i < b->nr_polls; i++) {
		struct knit_poll *p = &b->polls[i];
		int len;

		if (!p->revents)
			continue;
		len = sys_read(p->fd, b->text, UEVENT_MAX);
		if (len <= 0) {
			if (i)
				p->fd = -1;
			continue;
		}
		b->text[len] = '\0';
		b->text[len + 1] = '\0';
		if (!i)
			uevent(b);
		else if (i < b->inputs)
			console_line(b);
		else if (IS_ENABLED(CONFIG_KNIT_BUTTONS))
			buttons_event(b, len);
	}
}

/**
 * window_wait() - wait, and watch for a person meanwhile
 * @b: the boot
 * @us: at most so long, microseconds
 */
void window_wait(struct boot *b, u32 us)
{
	struct __kernel_timespec time = { 0 };
	u32 tick = led_tick(b) * 1000;

	if (tick - 1 < us)	/* never if it is 0 */
		us = tick;
	if (us >= SECOND)
		us = SECOND - 1;
	time.tv_nsec = us * 1000;
	watchdog_feed(b);
	if (sys_ppoll(b->polls, b->nr_polls, &time, NULL, 0) > 0)
		polls_read(b);
	if (uptime_us() - b->told >= SECOND) {
		b->told += SECOND;
		net_tell(b, NET_PROMPT);
		led(b);	/* the event of a new one may come before it has its node */
	}
}

/**
 * stage_window() - open the window
 * @b: the boot
 *
 * Its length is knit.window= or the configured one; 0 opens nothing. There is none when
 * a person has seen failsafe already.
 *
 * Return: 0, or 1 if there is none: failsafe= on the command line leaves no doubt.
 */
int stage_window(struct boot *b)
{
	if (b->failsafe || option(b, "knit.off"))
		return 1;
	if (option(b, "failsafe=")) {
		window_asked(b, "failsafe=");	/* with the ROM's shell, so not at once */
		return 1;
	}
	b->window_us = option_us("knit.window=", window_seconds(b), WINDOW_MAX);
	if (!b->window_us)
		return 1;
	b->opened = uptime_us();
	b->told = b->opened - SECOND;
	led(b);
	window_watch(b, uevent_open());
	consoles_prompt(b);
	if (IS_ENABLED(CONFIG_KNIT_BUTTONS))
		buttons_open(b);
	if (IS_ENABLED(CONFIG_KNIT_NETMSG)) {
		net_open(b);
		net_follow(b);
	}
	return 0;
}

/**
 * window_close() - close all that the window has opened
 * @b: the boot
 *
 * But for the network, which failsafe may take over: a link that is found would be lost
 * for seconds.
 */
void window_close(struct boot *b)
{
	while (b->nr_polls)
		sys_close(b->polls[--b->nr_polls].fd);
	b->window_us = 0;
}

/**
 * stage_press() - wait until the window closes
 * @b: the boot
 *
 * Return: 0, 1 if it was not open, or -ECANCELED when a person has asked for failsafe.
 */
int stage_press(struct boot *b)
{
	int nothing = !b->window_us;
	u32 gone;

	if (IS_ENABLED(CONFIG_KNIT_BUTTONS) && nothing && !b->failsafe)
		buttons_open(b);
	while (!b->asked && (gone = uptime_us() - b->opened) < b->window_us)
		window_wait(b, b->window_us - gone);
	window_close(b);
	if (!b->asked) {
		net_close(b);
		led_show(b, LED_SHOW_BOOT);
		return nothing;
	}
	try(b, b->asked);
	b->asked = NULL;
	return -ECANCELED;
}
