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
static u32 ecc;				/* bytes that are written at once, and only once; 0: none */
static u8 written[SIZE];		/* since the last erase; with ECC */
static int bad;				/* something that no chip could do was asked for */
static jmp_buf power;

/* A chip with ECC takes whole units, each of them once. */
static int refused(size_t len)
{
	u32 i;

	if (!ecc)
		return 0;
	for (i = 0; i < len; i++)
		if (written[place + i])
			return 1;
	return place % ecc || len % ecc;
}

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

/* An erase that is cut off may have left the end of the block alone, or its beginning. */
static int reached(u32 i)
{
	if (tear % 3 == 1)
		return i < ERASE / 26 * (tear % 26);
	return tear % 3 == 0 || i >= ERASE / 26 * (tear % 26);
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

	bad |= fd != CHIP || place + len > SIZE || refused(len);
	for (i = 0; i < len && !bad && !locked; i++) {
		u8 *cell = &chip[place + i];

		bad |= (*cell & data[i]) != data[i];	/* a 1 is had by an erase only */
		if (last && i >= tear % (len + 1))
			*cell &= data[i] | noise(i);
		else
			*cell &= data[i];
		if (ecc && *cell != 0xff)
			memset(written + (place + i) / ecc * ecc, 1, ecc);
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

	if (request == MEMGETINFO) {
		struct mtd_info_user *info = (struct mtd_info_user *)arg;

		memset(info, 0, sizeof(*info));
		info->type = MTD_NORFLASH;
		info->flags = ecc ? MTD_WRITEABLE : MTD_CAP_NORFLASH;
		info->size = SIZE;
		info->erasesize = ERASE;
		info->writesize = ecc ?: 1;
		return 0;
	}
	bad |= fd != CHIP || (request != MEMERASE && request != MEMUNLOCK);
	if (bad || request == MEMUNLOCK)
		return -EOPNOTSUPP;
	bad |= erase->start % ERASE || erase->length != ERASE || erase->start >= SIZE;
	if (bad || locked)
		return 0;
	erased[erase->start / ERASE]++;
	for (i = 0; i < ERASE; i++)
		if (!last || reached(i))
			chip[erase->start + i] = last ? noise(i) : 0xff;
	memset(written + erase->start, 0, ERASE);
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
