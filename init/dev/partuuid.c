// SPDX-License-Identifier: GPL-2.0-only
/* PARTUUID=: kernels before 6.13 do not tell it in sysfs, so the tables are read. */
#include "../fmt/fmt.h"

#define DISK_DIR	"/sys/block"	/* no partitions there */

#define SECTOR_WORDS	(GPT_SECTOR / 4)

/*
 * The number of the partition @uuid on the disk that is open, 0 if it is not there.
 * @digits: what partuuid_parse() has said
 */
static u32 part_on(int fd, const u8 *uuid, int digits)
{
	u32 sectors[2 * SECTOR_WORDS];
	const u32 *head = sectors + SECTOR_WORDS;
	u8 entry[GPT_GUID + 16];
	u32 at;
	u32 i;

	if (read_at(fd, 0, sectors, sizeof(sectors)))
		return 0;
	if (digits == MBR_DIGITS)
		return mbr_is(sectors, uuid) ? uuid[MBR_PART] : 0;
	if (!gpt_is(head))
		return 0;
	at = le32(head[GPT_LBA]) * GPT_SECTOR;
	for (i = 0; i++ < le32(head[GPT_ENTRIES]); at += le32(head[GPT_ENTRY_SIZE]))
		if (!read_at(fd, at, entry, sizeof(entry)) &&
		    !memcmp(entry + GPT_GUID, uuid, 16))
			return i;
	return 0;
}

/* Look at one disk for b->want. */
static int disk_has(struct boot *b, const char *dir, const char *name)
{
	const char *last = name + strlen(name) - 1;
	u8 uuid[16];
	int digits = partuuid_parse(b->want, uuid);
	int part;
	int fd;

	(void)dir;
	if (digits < 0)
		return digits;
	fd = file_open(path(b, "/dev/", name, NULL), O_RDONLY);
	part = part_on(fd, uuid, digits);
	sys_close(fd);
	if (part)
		/* block/partitions/core.c: a p between, if the disk's name ends in a digit */
		path(b, "/dev/", name, *last >= '0' && *last <= '9' ? "p" : "",
		     dec(b, part), NULL);
	return part;
}

/**
 * partuuid_find() - find a partition by its UUID
 * @b: the boot; b->path becomes its node
 * @text: a GPT partition's GUID, or signature and number for an MBR
 *
 * Return: 0, -EINVAL if @text is neither, -ENODEV if there is no such partition.
 */
int partuuid_find(struct boot *b, const char *text)
{
	int part;

	b->want = text;
	part = dir_each(b, DISK_DIR, disk_has);
	return part > 0 ? 0 : part ?: -ENODEV;
}
