// SPDX-License-Identifier: GPL-2.0-only
#include "../fmt/fmt.h"
#include "../../boards/board.h"

#define TREE	"/proc/device-tree"
#define ON	"255"

/* enum led_show, in its order */
static const struct {
	u8 role;	/* of the LED that shows it */
	u8 half;	/* half its period in ms; 0: it is steadily on */
	u8 off;		/* bits of the roles that are off before */
} shows[] = {
	{ LED_BOOT, 100, 0 },
	{ LED_BOOT, 200, 0 },
	{ LED_FAILSAFE, 50, 1 << LED_BOOT | 1 << LED_RUNNING },
	{ LED_UPGRADE, 200, 1 << LED_RUNNING },
	{ LED_RUNNING, 0, 1 << LED_BOOT },
};

/* enum led_role, in its order */
static const char roles[] = "boot\0failsafe\0running\0upgrade";

/*
 * Put the path of the LED that the device tree has for a role in b->led. Whoever comes
 * here changes the current directory.
 */
static int tree_led(struct boot *b, unsigned int role)
{
	/* enum led_prop_name, in its order; "name" is the node's, without its address */
	static const char names[] =
		"label\0chan-name\0color\0function\0function-enumerator\0name";
	const char *end = b->led + sizeof(b->led);
	struct led_prop prop[LED_PROPS];
	const char *part[3];
	const u8 *number;
	unsigned int i;
	int err;

	join(b->led, end, TREE "/aliases/led-", word_nth(roles, role), NULL);
	/* the alias is the path of a node: it goes behind TREE */
	err = file_read(b->led, b->led + strlen(TREE), sizeof(b->led) - strlen(TREE));
	if (err >= 0)
		err = sys_chdir(b->led);
	if (err)
		return err;
	for (i = 0; i < LED_PROPS; i++)
		prop[i].len = file_read(word_nth(names, i), prop[i].data, sizeof(prop[i].data));
	number = led_name(prop, part);
	join(b->led, end, LED_DIR, part[0], part[1], part[2], number ? "-" : NULL,
	     number ? dec(b, get_be32(number)) : NULL, NULL);
	return 0;
}

/*
 * Make the directory of a role's LED the current one: relative names are short. The
 * board's name for it is stronger than the tree's.
 */
static int led_enter(struct boot *b, unsigned int role)
{
	const char *name = b->board ? b->board->leds[role] : NULL;
	int err = 0;

	if (name)
		join(b->led, b->led + sizeof(b->led), LED_DIR, name, NULL);
	else
		err = tree_led(b, role);
	return err ? err : sys_chdir(b->led);
}

/**
 * led_show() - let the LEDs tell something
 * @b: the boot; b->led_soft is set if led_tick() is to be called
 * @what: what
 *
 * It blinks by the kernel's timer trigger, where there is one. LEDs that are not there,
 * or not yet, are no error.
 */
void led_show(struct boot *b, enum led_show what)
{
	unsigned int half = shows[what].half;
	unsigned int role;

	b->led_soft = 0;
	for (role = 0; role < LED_ROLES; role++)
		if (shows[what].off >> role & 1 && !led_enter(b, role))
			file_write("brightness", "0");	/* ends the trigger, too */
	if (!led_enter(b, shows[what].role)) {
		if (half && !file_write("trigger", "timer")) {
			file_write("delay_on", dec(b, half));
			file_write("delay_off", dec(b, half));
		} else {
			file_write("trigger", "none");
			if (!file_write("brightness", ON))
				b->led_soft = half;
		}
	}
	sys_chdir("/");
}

/**
 * led_tick() - blink where the kernel does not
 * @b: the boot
 *
 * Return: milliseconds until the next call, 0 if none is needed.
 */
int led_tick(struct boot *b)
{
	if (b->led_soft && !sys_chdir(b->led)) {
		b->led_dark ^= 1;
		file_write("brightness", b->led_dark ? "0" : ON);
		sys_chdir("/");
	}
	return b->led_soft;
}
