// SPDX-License-Identifier: GPL-2.0-only
#include "fmt.h"

/* enum LED_COLOR_ID_… of include/dt-bindings/leds/common.h, in its order */
static const char colors[] =
	"white\0red\0green\0blue\0amber\0violet\0yellow\0ir\0multicolor\0rgb\0purple\0"
	"orange\0pink\0cyan\0lime";

#define COLORS	15

/**
 * word_nth() - a word of a list
 * @words: the list, a NUL behind each; it has @n + 1 at least
 * @n: which, from 0
 *
 * Return: the word.
 */
const char *word_nth(const char *words, unsigned int n)
{
	while (n--)
		words += strlen(words) + 1;
	return words;
}

/* A property as a text, NULL if it is missing, too long, or lacks its NUL. */
static const char *prop_text(const struct led_prop *prop)
{
	return (int)strlen(prop->data) < prop->len ? prop->data : NULL;
}

/* A property as a number, NULL if it has less than 4 bytes. */
static const u8 *prop_number(const struct led_prop *prop)
{
	return prop->len < 4 ? NULL : (const u8 *)prop->data;
}

/**
 * led_name() - what the kernel calls a LED of the device tree
 * @prop: its properties, by enum led_prop_name
 * @part: takes three texts, which make the name together
 *
 * As led_compose_name() of drivers/leds/led-core.c has it: the label, else
 * color:function, else the node's name; some drivers look for chan-name too.
 *
 * Return: 4 bytes, big endian, a number that follows behind a "-"; NULL without one.
 */
const u8 *led_name(const struct led_prop *prop, const char **part)
{
	const u8 *number = prop_number(&prop[LED_PROP_COLOR]);

	part[1] = "";
	part[2] = "";
	part[0] = prop_text(&prop[LED_PROP_LABEL]) ?: prop_text(&prop[LED_PROP_CHANNEL]);
	if (part[0])
		return NULL;
	if (number && get_be32(number) < COLORS)
		part[0] = word_nth(colors, get_be32(number));
	number = NULL;
	if (prop_text(&prop[LED_PROP_FUNCTION])) {
		part[0] = part[0] ?: "";
		part[2] = prop[LED_PROP_FUNCTION].data;
		number = prop_number(&prop[LED_PROP_NUMBER]);
	}
	if (part[0])
		part[1] = ":";
	else
		part[0] = prop_text(&prop[LED_PROP_NODE]) ?: "";
	return number;
}
