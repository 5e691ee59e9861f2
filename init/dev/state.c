// SPDX-License-Identifier: GPL-2.0-only
/*
 * The partition `state`, in which marks are made without an erase: two blocks, of which the
 * newer one counts, and the other one may be lost at any moment.
 */
#include "../fmt/fmt.h"

#include <mtd/mtd-abi.h>

#define WORD	8	/* bytes: as wide as the bus of a chip may be */

/* Open the partition, and see how it can be written. Return: the descriptor, or an errno. */
static int state_open(struct boot *b)
{
	struct state *s = &b->state;
	struct mtd_info_user info;
	int fd;
	int err;

	try(b, "fewer than 2 erase blocks");
	if (s->mtd.size < STATE_COPIES * s->mtd.erasesize)
		return -ENOSPC;
	fd = file_open(mtd_path(b, &s->mtd), O_RDWR);
	try(b, b->path);
	if (fd < 0)
		return fd;
	err = sys_ioctl(fd, MEMGETINFO, &info);
	/* a chip with ECC is not to be written twice; its unit may be a byte all the same */
	s->bits = info.flags & MTD_BIT_WRITEABLE;
	s->unit = s->bits ? 1 : info.writesize;
	if (!err && (info.type != MTD_NORFLASH || s->unit - 1 >= STATE_UNIT_MAX)) {
		try(b, "no NOR flash");
		err = -EINVAL;
	}
	if (!err)
		return fd;
	sys_close(fd);
	return err;
}

static u32 cell_at(const struct state *s, u32 cell)
{
	return s->at + round_up(sizeof(*s->head), s->unit) + cell * s->unit;
}

/* What a cell tells: the bits that all its bytes have. Or a negative errno. */
static int cell_read(struct boot *b, int fd, u32 cell)
{
	struct state *s = &b->state;
	int all = read_at(fd, cell_at(s, cell), b->data, s->unit) ?: STATE_BLANK;
	u32 i;

	for (i = 0; all >= 0 && i < s->unit; i++)
		all &= (u8)b->data[i];
	return all;
}

/*
 * Clear a bit of a cell, in all its bytes. What stands beside it in the same word is written
 * again as it is, which changes nothing: a driver would fill up with ones, and an emulated chip
 * takes them. A chip that is locked may do nothing, and say nothing.
 */
static int cell_mark(struct boot *b, int fd, u32 cell, u32 mark)
{
	struct state *s = &b->state;
	u32 beside = s->bits ? cell_at(s, cell) % WORD : 0;
	u32 at = cell_at(s, cell) - beside;
	u32 size = s->bits ? WORD : s->unit;
	int told = read_at(fd, at, b->data, size);
	u32 i;

	for (i = 0; i < s->unit; i++)
		b->data[beside + i] &= ~mark;
	if (!told)
		told = block_mark(fd, at, b->data, size);
	if (!told)
		told = cell_read(b, fd, cell);
	return told < 0 ? told : told & (int)mark ? -EROFS : 0;
}

/* The cells of a block, those before the log included. */
static u32 cells(const struct state *s)
{
	return (s->mtd.erasesize - round_up(sizeof(*s->head), s->unit)) / s->unit;
}

/* They are used one after the other, so the first blank one is soon found. */
static int log_end(struct boot *b, int fd)
{
	struct state *s = &b->state;
	u32 to = cells(s);

	s->end = STATE_LOG;
	while (s->end < to) {
		u32 middle = (s->end + to) / 2;
		int told = cell_read(b, fd, middle);

		if (told < 0)
			return told;
		if (told == STATE_BLANK)
			to = middle;
		else
			s->end = middle + 1;
	}
	return 0;
}

/* What the copy at s->at says. */
static int copy_read(struct boot *b, int fd)
{
	struct state *s = &b->state;
	int told = log_end(b, fd);
	u32 cell;

	for (cell = s->end; told >= 0 && cell > STATE_LOG; cell--) {
		told = cell_read(b, fd, cell - 1);
		if (told >= 0 && state_counted(s, told))
			break;
	}
	if (cell == STATE_LOG)
		s->bad += s->head[0].bad;
	if (told >= 0)
		told = cell_read(b, fd, STATE_TRIED);
	s->tried = told != STATE_BLANK;
	if (told >= 0)
		told = cell_read(b, fd, STATE_TAKEN);
	s->taken = told != STATE_BLANK;
	return told < 0 ? told : 0;
}

/**
 * state_read() - read what the flash keeps of the boots
 * @b: the boot; b->state.mtd is the partition; the rest of b->state is set
 *
 * Return: 0, or a negative errno, with b->step. b->state.known is 0 where nothing was ever kept.
 */
int state_read(struct boot *b)
{
	struct state *s = &b->state;
	int fd = state_open(b);
	int err = 0;
	int n;

	if (fd < 0)
		return fd;
	for (n = 0; !err && n < STATE_COPIES; n++)
		err = read_at(fd, n * s->mtd.erasesize, &s->head[n], sizeof(*s->head));
	n = state_newer(s->head);
	s->bad = 0;
	s->tried = 0;
	s->taken = 0;
	s->known = n >= 0;
	if (!s->known) {
		memset(s->head, 0, sizeof(*s->head));
		s->at = s->mtd.erasesize;	/* so that the first one comes next */
	} else {
		s->head[0] = s->head[n];
		s->at = n * s->mtd.erasesize;
		if (!err)
			err = copy_read(b, fd);
	}
	sys_close(fd);
	return err;
}

static int state_unlocked(struct boot *b)
{
	struct erase_info_user block = { .length = b->state.mtd.erasesize };
	int fd = state_open(b);

	block.start = b->state.at;
	if (fd >= 0)
		sys_ioctl(fd, MEMUNLOCK, &block);	/* some chips come up locked */
	return fd;
}

/**
 * state_renew() - write the next copy
 * @b: the boot; b->state.head[1] is its head, b->state.at where the last one is
 *
 * That the trial's attempt was made is told before the head, which makes the copy count:
 * there is no moment at which another attempt could be made.
 *
 * Return: 0, or a negative errno, with b->step.
 */
int state_renew(struct boot *b)
{
	struct state *s = &b->state;
	struct state_head *head = &s->head[1];
	u32 size;
	int fd;
	int err;

	s->at = s->mtd.erasesize - s->at;
	fd = state_unlocked(b);
	if (fd < 0)
		return fd;
	try(b, "writing to the flash");
	err = block_erase(b, fd, s->at, s->mtd.erasesize, s->known ? BLOCK_ERASE : BLOCK_BARE);
	if (err > 0)
		err = s->tried && head->trial[0] ?
		      cell_mark(b, fd, STATE_TRIED, STATE_STARTED) : 0;
	size = round_up(sizeof(*head), s->unit);
	memset(b->data, STATE_BLANK, sizeof(b->data));
	memcpy(b->data, head, sizeof(*head));
	if (!err)
		err = block_mark(fd, s->at, b->data, size);
	if (!err)
		err = read_at(fd, s->at, &s->head[0], sizeof(*head));
	sys_close(fd);
	if (!err && memcmp(&s->head[0], head, sizeof(*head)))
		err = -EROFS;
	return err;
}

/**
 * state_full() - is there no room for the mark of another boot?
 * @b: the boot, after state_read()
 *
 * Return: 1 if the next copy is to be written first; b->state.head[1] is its head.
 */
int state_full(struct boot *b)
{
	struct state *s = &b->state;

	if (s->known && s->end < cells(s))
		return 0;
	state_next(s, state_slot(s), s->taken ? "" : s->head[0].trial);
	return 1;
}

/**
 * state_mark() - make a mark in the log
 * @b: the boot, after state_read(), with room for it
 * @mark: which, enum state_mark
 *
 * What is told of a boot that has begun goes where its beginning is, if the chip can do that.
 *
 * Return: 0, or a negative errno, with b->step.
 */
int state_mark(struct boot *b, u32 mark)
{
	struct state *s = &b->state;
	int fd = state_unlocked(b);
	u32 cell = s->end;
	int err;

	if (fd < 0)
		return fd;
	try(b, "writing to the flash");
	if (mark == STATE_GOOD && s->bits && cell > STATE_LOG)
		cell--;
	err = cell_mark(b, fd, cell, mark);
	sys_close(fd);
	return err;
}

/**
 * state_settle() - mark that the boots so far do not count as bad
 * @b: the boot, after state_read()
 * @mark: why: STATE_GOOD or STATE_FORGIVEN
 *
 * Where there is no room for a mark, a copy is written that has none of them.
 *
 * Return: 0, or a negative errno, with b->step.
 */
int state_settle(struct boot *b, u32 mark)
{
	struct state *s = &b->state;

	if (!s->bad)
		return 0;
	if (!state_full(b) || (mark == STATE_GOOD && s->bits))
		return state_mark(b, mark);
	s->bad = 0;
	state_full(b);
	return state_renew(b);
}

/**
 * state_tell() - make one of the marks before the log
 * @b: the boot, after state_read()
 * @cell: STATE_TRIED or STATE_TAKEN
 *
 * Return: 0, or a negative errno, with b->step; it is in b->state then.
 */
int state_tell(struct boot *b, enum state_cell cell)
{
	int fd = state_unlocked(b);
	int err;

	if (fd < 0)
		return fd;
	try(b, "writing to the flash");
	err = cell_mark(b, fd, cell, STATE_STARTED);
	sys_close(fd);
	if (!err && cell == STATE_TRIED)
		b->state.tried = 1;
	return err;
}
