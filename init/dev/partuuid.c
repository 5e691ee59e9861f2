// SPDX-License-Identifier: GPL-2.0-only
/* PARTUUID=: kernels before 6.13 do not tell it in sysfs, so the tables are read. */
#include "../fmt/fmt.h"

#define BLOCK_DIR	"/sys/class/block"

/**
 * struct wanted - the partition that is looked for
 * @guid: its GUID, on a disk with GPT
 * @id: the disk's signature, with an MBR
 * @part: its number, once it is found
 */
struct wanted {
	u8 guid[16];
	u32 id;
	u32 part;
};

/* The number of the wanted partition on the disk that is open, 0 if it is not there. */
static u32 part_on(int fd, const struct wanted *w)
{
	u8 sector[GPT_SECTOR];
	struct gpt gpt;
	u32 i;

	if (read_at(fd, 0, sector, sizeof(sector)))
		return 0;
	if (w->id)
		return mbr_id(sector) == w->id ? w->part : 0;
	if (read_at(fd, GPT_SECTOR, sector, sizeof(sector)) || gpt_header(sector, &gpt))
		return 0;
	for (i = 0; i < gpt.entries; i++) {
		u32 at = gpt.lba * GPT_SECTOR + i * gpt.entry_size;

		if (!read_at(fd, at, sector, gpt.entry_size) && gpt_is(sector, w->guid))
			return i + 1;
	}
	return 0;
}

/* Look at one disk; its partition's node is DEVNAME of .../<disk>/<disk><p?><n>. */
static int disk_has(struct boot *b, const char *dir, const char *name)
{
	const struct wanted *w = (const struct wanted *)b->want;
	const char *last = name + strlen(name) - 1;
	u32 part;
	int fd;

	path(b, dir, "/", name, "/partition", NULL);
	fd = file_open(b->path, O_RDONLY);
	if (fd >= 0) {
		sys_close(fd);	/* a partition, no disk */
		return 0;
	}
	path(b, "/dev/", name, NULL);
	fd = file_open(b->path, O_RDONLY);
	if (fd < 0)
		return 0;
	part = part_on(fd, w);
	sys_close(fd);
	if (!part)
		return 0;
	/* block/partitions/core.c: a p between, if the disk's name ends in a digit */
	path(b, "/dev/", name, *last >= '0' && *last <= '9' ? "p" : "",
	     dec(b, part), NULL);
	return 1;
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
	struct wanted w = { .id = 0 };

	if (guid_parse(text, w.guid)) {
		int err = mbr_parse(text, &w.id, &w.part);

		if (err || !w.id)
			return -EINVAL;
	} else {
		w.id = 0;
	}
	b->want = (const char *)&w;
	return dir_each(b, BLOCK_DIR, disk_has) == 1 ? 0 : -ENODEV;
}
