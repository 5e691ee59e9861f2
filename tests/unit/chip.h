/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A NOR chip made of memory, /dev/mtd7: an erase sets all bits of a block, a write clears
 * some. Its power can be cut in the middle of either, which ends the call by longjmp().
 */
#ifndef KNIT_TEST_CHIP_H
#define KNIT_TEST_CHIP_H

#include <mtd/mtd-abi.h>
#include <setjmp.h>

#define ERASE	8192
#define BLOCKS	6
#define SIZE	(BLOCKS * ERASE)
#define CHIP	4			/* its descriptor */
#define NEVER	(-1)

static u8 chip[SIZE];
static long place;			/* where the next byte is read or written */
static unsigned int erased[BLOCKS];	/* how often */
static int until;			/* changes that are made before the power is cut */
static unsigned int tear;		/* how the last of them is left */
static int locked;			/* erases and writes are ignored */
static int bad;				/* something that no chip could do was asked for */
static jmp_buf power;

/* Is this the change in which the power goes? */
static int cut(void)
{
	return until != NEVER && !until--;
}

/* A few bits, none or all. */
static u8 noise(size_t i)
{
	static const u8 some[] = { 0x00, 0xff, 0x5a, 0xa5, 0x81 };

	return some[(i * 7 + tear) % (tear % 4 + 1)];
}

long sys_open(const char *path, int flags, int mode)
{
	(void)flags;
	(void)mode;
	place = 0;
	return strcmp(path, "/dev/mtd7") ? -ENOENT : CHIP;
}

long sys_lseek(int fd, long offset, int whence)
{
	bad |= fd != CHIP || whence || offset < 0 || offset >= SIZE;
	place = offset;
	return offset;
}

long sys_read(int fd, void *buf, size_t len)
{
	if (fd != CHIP || place + len > SIZE)
		return -EIO;
	memcpy(buf, chip + place, len);
	place += len;
	return len;
}

long sys_write(int fd, const void *buf, size_t len)
{
	const u8 *data = buf;
	int last = cut();
	size_t i;

	bad |= fd != CHIP || place + len > SIZE;
	for (i = 0; i < len && !bad && !locked; i++) {
		u8 *cell = &chip[place + i];

		bad |= (*cell & data[i]) != data[i];	/* a 1 is had by an erase only */
		if (last && i >= tear % (len + 1))
			*cell &= data[i] | noise(i);
		else
			*cell &= data[i];
		if (last && i >= tear % (len + 1))
			longjmp(power, 1);
	}
	if (last)
		longjmp(power, 1);
	return len;
}

long sys_ioctl(int fd, unsigned long request, const void *arg)
{
	const struct erase_info_user *erase = arg;
	int last = request == MEMERASE && cut();
	u32 i;

	bad |= fd != CHIP || (request != MEMERASE && request != MEMUNLOCK);
	if (bad || request == MEMUNLOCK)
		return -EOPNOTSUPP;
	bad |= erase->start % ERASE || erase->length != ERASE || erase->start >= SIZE;
	if (bad || locked)
		return 0;
	erased[erase->start / ERASE]++;
	for (i = 0; i < ERASE; i++)
		chip[erase->start + i] = last ? noise(i) : 0xff;
	if (last)
		longjmp(power, 1);
	return 0;
}

long sys_close(int fd)
{
	bad |= fd != CHIP;
	return 0;
}

long sys_mkdir(const char *path, int mode)
{
	(void)path;
	(void)mode;
	return 0;
}

#endif /* KNIT_TEST_CHIP_H */
