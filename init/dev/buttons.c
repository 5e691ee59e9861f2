// SPDX-License-Identifier: GPL-2.0-only
#include "../fmt/fmt.h"
#include "../../boards/board.h"

#include <linux/input-event-codes.h>

#define BITS_PER_LONG	(8 * sizeof(long))

/* EVIOCGKEY(length), include/uapi/linux/input.h, which wants a libc's time. */
#define KEY_STATE(length)	_IOC(_IOC_READ, 'E', 0x18, length)

/* struct input_event of the same header: the time's two halves are longs everywhere. */
struct event {
	unsigned long sec;
	unsigned long usec;
	u16 type;
	u16 code;
	u32 value;
};

/* What asks for failsafe on a board that says nothing else; the names are OpenWrt's. */
static const struct key any[] = {
	{ KEY_RESTART, KEY_FAILSAFE }, { KEY_WPS_BUTTON, KEY_FAILSAFE },
	{ KEY_CONFIG, KEY_FAILSAFE }, { KEY_VENDOR, KEY_FAILSAFE },
	{ BTN_0, KEY_FAILSAFE }, { BTN_1, KEY_FAILSAFE }, { BTN_2, KEY_FAILSAFE },
	{ },
};

/* A key is down. Is it a button for failsafe? */
static __noinline void key_down(struct boot *b, unsigned int code, const char *how)
{
	const struct key *k = b->board && b->board->keys ? b->board->keys : any;

	for (; k->role; k++)
		if (k->code == code && k->role == KEY_FAILSAFE)
			window_asked(b, how);
}

/* Which keys are down? Only their state tells what was pressed before we came. */
static void buttons_state(struct boot *b, int fd)
{
	unsigned long down[KEY_CNT / BITS_PER_LONG] = { 0 };
	unsigned int code;

	sys_ioctl(fd, KEY_STATE(sizeof(down)), down);
	for (code = 0; code < KEY_CNT; code++)
		if (down[code / BITS_PER_LONG] >> code % BITS_PER_LONG & 1)
			key_down(b, code, "a button is held");
}

/**
 * buttons_add() - watch an input device from now on
 * @b: the boot
 * @name: of its event device, in /dev/input or in /dev
 *
 * What does not fit into the window's list is looked at once.
 *
 * Return: 0, or the negative errno of opening it.
 */
int buttons_add(struct boot *b, const char *name)
{
	int fd;

	path(b, b->by_hand ? "/dev/" : "/dev/input/", name, NULL);
	fd = file_open(b->path, O_RDONLY | O_NONBLOCK);
	if (fd < 0)
		return fd;
	buttons_state(b, fd);
	if (window_watch(b, fd))
		sys_close(fd);
	return 0;
}

/**
 * buttons_open() - watch the input devices that are there
 * @b: the boot
 *
 * The kernel numbers them from 0. While nobody has unplugged one there is no gap, and a
 * folder takes longer to read than a file to miss.
 */
void buttons_open(struct boot *b)
{
	char name[] = "event0";

	while (!buttons_add(b, name) && name[5]++ < '9')
		;
}

/**
 * buttons_event() - look at what an input device says
 * @b: the boot; its first bytes lie in b->text
 * @len: how many, or a negative errno
 */
void buttons_event(struct boot *b, int len)
{
	const struct event *e = (const struct event *)b->text;

	for (; len >= (int)sizeof(*e); len -= sizeof(*e), e++)
		if (e->type == EV_KEY && e->value)
			key_down(b, e->code, "a button was pressed");
}
