/* SPDX-License-Identifier: GPL-2.0-only */
/* What knit knows of a machine before it has looked at it. */
#ifndef KNIT_BOARD_H
#define KNIT_BOARD_H

#include <linux/input-event-codes.h>

#ifdef CONFIG_KNIT_SLOTS
#include "../init/slot.h"
#endif

/**
 * struct part - a flash partition
 * @name: its name
 * @at: bytes from the start of the master device
 * @size: bytes
 */
struct part {
	const char *name;
	unsigned int at;
	unsigned int size;
};

/**
 * enum led_role - what a LED tells: the device tree's aliases led-boot and so on
 * @LED_BOOT: knit is at work
 * @LED_FAILSAFE: failsafe
 * @LED_RUNNING: the real init has said that all is well
 * @LED_UPGRADE: the flash is being written
 * @LED_ROLES: how many there are
 */
enum led_role { LED_BOOT, LED_FAILSAFE, LED_RUNNING, LED_UPGRADE, LED_ROLES };

/**
 * enum key_role - what a button does while the window is open
 * @KEY_NONE: behind the last of a list
 * @KEY_FAILSAFE: leads to failsafe
 * @KEY_IGNORED: nothing, such as a radio's button that is often stuck
 */
enum key_role { KEY_NONE, KEY_FAILSAFE, KEY_IGNORED };

/**
 * struct key - a button; a switch is none, its state is no wish
 * @code: its key code (linux/input-event-codes.h)
 * @role: enum key_role
 */
struct key {
	unsigned short code;
	unsigned short role;
};

/**
 * struct board - a machine
 * @name: as messages call it
 * @compatible: a string of the device tree's root `compatible`
 * @machine: what /proc/cpuinfo has behind `machine`, on machines without a tree
 * @leds: names in /sys/class/leds by role; NULL: the device tree's alias, if any.
 *        Which level lights one is the device tree's business, and the kernel's
 * @keys: its buttons; NULL: those that are meant for it by their code on any board
 * @net: interfaces for messages and failsafe, those that people's cables go to, a NUL
 *       behind each, two at its end; NULL: all Ethernet interfaces
 * @address: for them, a /24, network order in bytes, all 0: 192.168.1.1
 * @modules: what failsafe needs, lines as in /etc/modules-boot.d
 * @consoles: those that the kernel does not call active, spaces between
 * @kernel: a kernel that is started in place of an init, where neither the command line nor
 *          anybody's configuration names one; NULL: none
 * @slots: systems of which one is started, where nobody has configured any; NULL: none
 * @netboot: it boots from the network, where it is known as this model; NULL: it has a flash
 * @mtd: name of the flash device that @parts divides
 * @parts: its partitions; those that the kernel has not made itself are added
 * @nr_parts: how many
 */
struct board {
#ifdef CONFIG_KNIT_BOARD_DETECT
	const char *name;
	const char *compatible;
	const char *machine;
#endif
#ifdef CONFIG_KNIT_LED
	const char *leds[LED_ROLES];
#endif
#ifdef CONFIG_KNIT_BUTTONS
	const struct key *keys;
#endif
#ifdef CONFIG_KNIT_NET
	const char *net;
	unsigned char address[4] __attribute__((aligned(4)));
#endif
#ifdef CONFIG_KNIT_MODULES
	const char *modules;
#endif
#ifdef CONFIG_KNIT_FAILSAFE_FULL
	const char *consoles;
#endif
#ifdef CONFIG_KNIT_KEXEC_BOARD
	const char *kernel;
#endif
#ifdef CONFIG_KNIT_SLOTS
	const struct slot *slots;
#endif
#ifdef CONFIG_KNIT_NETBOOT
	const char *netboot;
#endif
	const char *mtd;
	const struct part *parts;
	unsigned int nr_parts;
};

extern const struct board *const boards[];
extern const unsigned int nr_boards;

/* What a descriptor says, dropped where nothing asks for it. */
#ifdef CONFIG_KNIT_BOARD_DETECT
#define BOARD_ID(n, c, m)	.name = (n), .compatible = (c), .machine = (m),
#else
#define BOARD_ID(n, c, m)
#endif
#ifdef CONFIG_KNIT_LED
#define BOARD_LEDS(...)		.leds = { __VA_ARGS__ },
#else
#define BOARD_LEDS(...)
#endif
#ifdef CONFIG_KNIT_BUTTONS
#define BOARD_KEYS(...)		.keys = (const struct key[]) { __VA_ARGS__, { } },
#else
#define BOARD_KEYS(...)
#endif
#ifdef CONFIG_KNIT_NET
#define BOARD_NET(n, ...)	.net = n "\0", .address = { __VA_ARGS__ },
#else
#define BOARD_NET(n, ...)
#endif
#ifdef CONFIG_KNIT_MODULES
#define BOARD_MODULES(m)	.modules = (m),
#else
#define BOARD_MODULES(m)
#endif
#ifdef CONFIG_KNIT_FAILSAFE_FULL
#define BOARD_CONSOLES(c)	.consoles = (c),
#else
#define BOARD_CONSOLES(c)
#endif
#ifdef CONFIG_KNIT_KEXEC_BOARD
#define BOARD_KERNEL(k)		.kernel = (k),
#else
#define BOARD_KERNEL(k)
#endif
#ifdef CONFIG_KNIT_SLOTS
#define BOARD_SLOTS(...)	.slots = (const struct slot[]) { __VA_ARGS__, { } },
#else
#define BOARD_SLOTS(...)
#endif

#ifdef CONFIG_KNIT_NETBOOT
#define BOARD_NETBOOT(m)	.netboot = (m),
#else
#define BOARD_NETBOOT(m)
#endif

#endif /* KNIT_BOARD_H */
