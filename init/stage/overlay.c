// SPDX-License-Identifier: GPL-2.0-only
#include "../fmt/fmt.h"

/*
 * Put an overlay on the ROM, with @dir as its writable half. The directories and
 * the source string are OpenWrt's, whose tools look for them.
 */
static int overlay_on(struct boot *b, const char *dir)
{
	sys_mkdirat(AT_FDCWD, path(b, dir, "/upper", NULL), 0755);
	sys_mkdirat(AT_FDCWD, path(b, dir, "/work", NULL), 0755);
	join(b->data, b->data + sizeof(b->data), "lowerdir=", b->rom, ",upperdir=", dir,
	     "/upper,workdir=", dir, "/work", NULL);
	try(b, "overlayfs");
	return mount_at(path(b, "overlayfs:", dir, NULL), "/mnt", "overlay", MS_NOATIME,
			b->data);
}

/* In a child: jffs2 may read all of the flash first, others replay a journal. */
static int volume_mount(struct boot *b)
{
	return sys_mount(b->path, "/overlay", b->type, MS_NOATIME, NULL);
}

/*
 * Look for the writable half, OpenWrt's order: a disk's partition, a UBI volume,
 * an MTD partition. Return: 0 with b->path and b->type, or why not.
 */
static int volume_find(struct boot *b, const char *name)
{
	if (IS_ENABLED(CONFIG_KNIT_OVERLAY_BLOCK) && !block_find(b, "PARTNAME=", name)) {
		try(b, "rootfs_data has no file system that can be used");
		return block_type(b);
	}
	if (IS_ENABLED(CONFIG_KNIT_OVERLAY_UBIFS) && !ubi_find(b, name)) {
		b->type = "ubifs";
		return 0;
	}
	return jffs2_find(b, name);
}

/*
 * Mount the writable half on /overlay, if there is to be one. Nothing on it is
 * changed before it is mounted.
 */
static int overlay_volume(struct boot *b, const char *name)
{
	int err;

	try(b, "as asked for");
	err = IS_ENABLED(CONFIG_KNIT_ROOT) && !strcmp(name, "ram") ? -ENODATA : volume_find(b, name);
	if (err)
		return err;
	try(b, b->path);
	return child_run(b, volume_mount, CONFIG_KNIT_CHILD_TIMEOUT);
}

/*
 * 1 is "in use, the boot was not yet found good", 2 is "good" (`knit done`).
 * OpenWrt wipes an overlay in state 1; here it is kept.
 */
static void overlay_pending(void)
{
	char state[2];

	if (sys_readlinkat(AT_FDCWD, "/overlay/.fs_state", state, sizeof(state)) < 0)
		sys_symlinkat("1", AT_FDCWD, "/overlay/.fs_state");
}

/* Say what is used and how much room is left there. */
static void overlay_said(struct boot *b, const char *name)
{
	kstatfs st;

	say(b, b->type, NULL);
	(void)name;	/* all else is detail */
	if (!IS_ENABLED(CONFIG_KNIT_WORDS) || sys_statfs("/overlay", &st))
		return;
	detail(b, " on ", name, ", ", dec(b, (u32)st.f_bavail * ((u32)st.f_bsize >> 10)),
	       " KiB free", NULL);
}

static int overlay_ram(struct boot *b, int err)
{
	say(b, "RAM", NULL);
	detail(b, ", ", b->step, NULL);
	if (err != -ENODATA)
		detail(b, ": ", errno_text(b, err), NULL);
	try(b, "tmpfs");
	err = mount_at("tmpfs", "/tmp/root", "tmpfs", MS_NOATIME, "mode=0755");
	return err ?: overlay_on(b, "/tmp/root");
}

/**
 * overlay_name() - the partition that is to be the writable half
 * @b: the boot
 *
 * Return: its name, "ram", or NULL if no overlay is wanted.
 */
const char *overlay_name(struct boot *b)
{
	const char *name = NULL;

	if (IS_ENABLED(CONFIG_KNIT_ROOT))
		name = cmdline_get(b->cmdline, "knit.overlay=");
	if (!name)
		return b->mode == MODE_ROOT ? NULL : "rootfs_data";
	return strcmp(name, "none") ? name : NULL;
}

/**
 * stage_overlay() - make the root writable
 * @b: the boot; b->root becomes the overlay
 *
 * The writable half is the flash if it is ready, else RAM; without overlayfs the
 * ROM stays what it is. knit.overlay= names another partition than rootfs_data, or
 * says ram or none; with root= there is none unless it is asked for.
 *
 * Return: 0, or the errno that keeps even a RAM overlay away.
 */
int stage_overlay(struct boot *b)
{
	const char *name = overlay_name(b);
	int err;

	if (!name)
		return 0;
	sys_mkdirat(AT_FDCWD, "/overlay", 0755);
	err = overlay_volume(b, name);
	if (!err) {
		overlay_pending();
		err = overlay_on(b, "/overlay");
		if (!err)
			overlay_said(b, name);
		else
			sys_umount2("/overlay", MNT_DETACH);
	}
	if (err)
		err = overlay_ram(b, err);
	if (!err)
		b->root = "/mnt";
	return err;
}
