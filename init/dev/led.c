// SPDX-License-Identifier: GPL-2.0-only
#include "../fmt/fmt.h"
#include "../../boards/board.h"

#define LEDS	"/sys/class/leds"
#define TREE	"/proc/device-tree"
#define ALIAS	TREE "/aliases/led-"

/* enum led_role, in its order */
static const char roles[][9] = { "boot", "failsafe", "running", "upgrade" };

/* Octal digits for struct led_state: the first one is dealt with first, the last one shines. */
#define SHINES(role)		((role) + 1)
#define DARK(role, more)	(((role) + 1) | (more) << 3)

/* enum led_show, in its order */
static const struct led_state {
	u8 half;	/* half the period in ms; 0: it shines steadily */
	u8 leds;
} states[] = {
	{ 100, SHINES(LED_BOOT) },
	{ 200, SHINES(LED_BOOT) },
	{ 50, DARK(LED_BOOT, DARK(LED_RUNNING, SHINES(LED_FAILSAFE))) },
	{ 200, DARK(LED_RUNNING, SHINES(LED_UPGRADE)) },
	{ 0, DARK(LED_BOOT, SHINES(LED_RUNNING)) },
};

/* Make a LED's directory the current one, since relative names are short. */
static int led_enter(struct boot *b, const char *name)
{
	join(b->led, b->led + sizeof(b->led), LEDS, "/", name, NULL);
	return !sys_chdir(b->led);
}

/* Is this the LED whose uevent has the line b->want? */
static int led_is(struct boot *b, const char *dir, const char *name)
{
	(void)dir;
	return led_enter(b, name) && uevent_has(b, "uevent");
}

/*
 * The same for a role: the LED that the board names, else the device tree. Its alias is
 * the path of a node, and the kernel tells each LED's node: how it composes names (label,
 * color:function-number and more, led_compose_name() of drivers/leds/led-core.c) need not
 * be known.
 */
static int role_enter(struct boot *b, unsigned int role)
{
	const char *end = b->data + sizeof(b->data);
	char *at;

	if (b->board && b->board->leds[role])
		return led_enter(b, b->board->leds[role]);
	join(b->led, b->led + sizeof(b->led), ALIAS, roles[role], NULL);
	at = join(b->data, end, "OF_FULLNAME=", NULL);
	b->want = b->data;
	return file_read(b->led, at, end - at) > 0 && dir_each(b, LEDS, led_is) > 0;
}

/*
 * What the boot LED does when nobody tells it anything: the device tree says it, at the
 * node of its alias, as OpenWrt's diag.sh reads it. An empty text does nothing.
 */
static void trigger_restore(struct boot *b)
{
	file_read(path(b, ALIAS, "boot", NULL), b->data, KNIT_DATA_MAX);
	file_read(path(b, TREE, b->data, "/linux,default-trigger", NULL), b->text, KNIT_DATA_MAX);
	file_write("trigger", b->text);
}

/**
 * led_show() - let the LEDs tell something
 * @b: the boot
 * @what: what
 *
 * It blinks by the kernel's timer trigger, where there is one; else led_tick() is to be
 * called. LEDs that are not there are no error: whoever hears of a new one asks again.
 * What is shown already is left alone, since the kernel has an event for each trigger
 * that is set, too. When all is done, the boot LED gets its own trigger back.
 */
void led_show(struct boot *b, enum led_show what)
{
	const struct led_state *s = &states[what];
	const char *ms = dec(b, s->half);
	unsigned int leds = s->leds;

	if (b->led_shown == s || sys_chdir(LEDS))	/* most kernels have none at all */
		return;
	if (b->led_shown == &states[LED_SHOW_FAILSAFE])
		leds = DARK(LED_FAILSAFE, leds);
	b->led_shown = NULL;
	b->led_soft = 0;
	for (; leds; leds >>= 3) {
		if (!role_enter(b, leds % 8 - 1))
			continue;
		file_write("brightness", "0");	/* ends the trigger, too */
		if (leds >= 8) {
			if (!s->half)
				trigger_restore(b);
			continue;
		}
		b->led_shown = s;
		if (s->half && file_write("trigger", "timer") > 0) {
			file_write("delay_on", ms);
			file_write("delay_off", ms);
		} else {
			file_write("brightness", "255");
			b->led_soft = s->half * 1000;
			b->led_since = uptime_us();
			b->led_dark = 0;
		}
	}
	sys_chdir("/");
}

/**
 * led_tick() - blink where the kernel does not
 * @b: the boot
 *
 * It may be called early, and as often as one likes.
 *
 * Return: milliseconds until the next call, 0 if none is needed.
 */
int led_tick(struct boot *b)
{
	u32 now;
	u32 gone;

	if (!b->led_soft)
		return 0;
	now = uptime_us();
	gone = now - b->led_since;
	if (gone >= b->led_soft) {
		/* what it came late by is made up for, if it is not more than that */
		gone -= b->led_soft;
		if (gone >= b->led_soft)
			gone = 0;
		b->led_since = now - gone;
		b->led_dark ^= 1;
		sys_chdir(b->led);
		file_write("brightness", b->led_dark ? "0" : "255");
		sys_chdir("/");
	}
	return (b->led_soft - gone) / 1024 + 1;
}
