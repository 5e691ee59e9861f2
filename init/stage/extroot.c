// SPDX-License-Identifier: GPL-2.0-only
/*
 * An external root, as OpenWrt's block-mount has it: a mount whose target is / replaces
 * the root, one whose target is /overlay the writable half. The internal overlay stays to
 * be seen in /rom/overlay.
 */
#include "../fmt/fmt.h"

#define EXT		"/tmp/extroot"
#define INTERNAL	"/rom/overlay"
#define UUID_FILE	EXT "/etc/.extroot-uuid"

/* The device of what is mounted on @dir, left as a word in b->text. */
static const char *mount_source(struct boot *b, const char *dir)
{
	size_t len = strlen(dir);
	const char *line = b->text;

	if (file_read("/proc/mounts", b->text, KNIT_TEXT_MAX) < 0)
		return NULL;
	for (; *line; line = line_next(line)) {
		char *s = (char *)line;

		while (*s > ' ')
			s++;
		if (*s == ' ' && !strncmp(s + 1, dir, len) && s[len + 1] == ' ') {
			*s = '\0';
			return line;
		}
	}
	return NULL;
}

/* What tells this ROM from another one. */
static int rom_uuid(struct boot *b, char *uuid)
{
	u32 *head = (u32 *)b->text;
	const char *device = mount_source(b, b->rom);
	int fd = device ? file_open(device, O_RDONLY) : -ENODEV;
	u32 size;
	int err;

	if (fd < 0)
		return fd;
	err = read_at(fd, 0, head, SQUASHFS_HEADER);
	sys_close(fd);
	if (!err)
		err = squashfs_size(head, &size);
	if (!err)
		squashfs_uuid(head, uuid);
	return err;
}

/*
 * Whoever flashes another system, with other programs, shall not get the old one's files over
 * it: what is there was made for the ROM that the file names. An empty one is what a power cut
 * has left.
 */
static int uuid_check(struct boot *b)
{
	char uuid[SQUASHFS_UUID];
	char was[64];
	int err = rom_uuid(b, uuid);

	if (err)
		return 0;	/* the ROM is no squashfs, or its device is not known */
	err = file_read(UUID_FILE, was, sizeof(was));
	if (err == -ENOENT || !err) {
		sys_mkdir(EXT "/etc", 0755);
		file_make(UUID_FILE, uuid);
		return 0;
	}
	if (!strncmp(was, uuid, sizeof(uuid) - 1))	/* a person's has a newline behind it */
		return 0;
	try(b, "its .extroot-uuid is of another system");
	return -EPERM;
}

/* What hooks have mounted in the root that is left goes with it, which is said. */
static void mounts_lost(struct boot *b)
{
	const char *line = b->text;
	const char *next;

	if (file_read("/proc/mounts", b->text, KNIT_TEXT_MAX) < 0)
		return;
	for (; *line; line = next) {
		const char *folder = after(field_end(line), " /mnt/");

		next = line_next(line);
		if (!folder)
			continue;
		*(char *)field_end(folder) = '\0';
		say(b, b->at == b->text_at ? "/" : ", /", folder,
		    " is not mounted any more: it was in the root that is left", NULL);
		report(b, 0);
	}
}

/* Leave the root that the overlay stage has made; the writable flash stays in sight. */
static void internal_leave(struct boot *b)
{
	mounts_lost(b);
	sys_umount2("/mnt", MNT_DETACH);
	sys_umount2("/tmp/root", MNT_DETACH);
	if (sys_mount("/overlay", INTERNAL, NULL, MS_MOVE, NULL))
		sys_umount2("/overlay", MNT_DETACH);
}

static int extroot_use(struct boot *b, const struct fstab_entry *e)
{
	const char *at = e->target[1] ? "/overlay" : "/mnt";
	int err;

	internal_leave(b);
	sys_mkdir(at, 0755);
	err = sys_mount(EXT, at, NULL, MS_MOVE, NULL);
	b->lower = b->rom;
	if (!err && e->target[1])
		err = overlay_on(b, "overlayfs:/overlay", 0);
	if (!err)
		b->root = "/mnt";
	return err;
}

/* The entry for the root; that for its writable half if there is none. */
static const struct fstab_entry *extroot_entry(struct boot *b)
{
	const struct fstab_entry *e = b->config.first;

	if (e && !e->target[1])
		return e;
	while (e && strcmp(e->target, "/overlay"))
		e = e->next;
	return e;
}

/* What remains when it cannot be had: the internal overlay, or RAM if so configured. */
static int extroot_fail(struct boot *b, int err)
{
	const char *instead = b->config.words[CONFIG_NO_ROOT][0];

	report(b, err);
	if (!instead || strcmp(instead, "ram"))
		return 0;
	internal_leave(b);
	b->lower = b->rom;
	try(b, "no external root");
	err = overlay_ram(b, -ENODATA);
	if (!err)
		b->root = "/mnt";
	return err;
}

/**
 * stage_extroot() - take the root, or its writable half, from an external device
 * @b: the boot; b->root
 *
 * Why it is the internal one is reported.
 *
 * Return: 0, 1 if none is configured, or a negative errno if no overlay could be made.
 */
int stage_extroot(struct boot *b)
{
	const struct fstab_entry *e = extroot_entry(b);
	int err;

	if (!e)
		return 1;
	if (IS_ENABLED(CONFIG_KNIT_CONFIG_NFS) && e->target[1] && nfs_type(e->fstype)) {
		try(b, "overlayfs does not write to NFS, which can only be all of the root");
		return extroot_fail(b, -EINVAL);
	}
	err = entry_mount(b, e, EXT);
	if (err)
		return extroot_fail(b, err);
	err = e->target[1] ? uuid_check(b) : 0;		/* all of a root is its own */
	if (err) {
		sys_umount2(EXT, MNT_DETACH);
		return extroot_fail(b, err);
	}
	try(b, e->target);
	err = extroot_use(b, e);
	if (err) {
		/* what was left is made again */
		sys_umount2("/overlay", MNT_DETACH);
		sys_umount2(INTERNAL, MNT_DETACH);
		report(b, err);
		return stage_overlay(b);
	}
	say(b, b->at == b->text_at ? "" : ", ",
	    b->type, " on ", b->config.device, ", as ", e->target, NULL);
	return 0;
}
