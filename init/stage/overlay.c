// SPDX-License-Identifier: GPL-2.0-only
#include "../fmt/fmt.h"

#define SOURCE "overlayfs:"	/* OpenWrt's tools look for it, and for what follows */

/**
 * overlay_on() - put an overlay on the ROM, on /mnt
 * @b: the boot; b->lower is what lies below
 * @source: OpenWrt's name for it, which ends with the directory of its writable half
 * @fresh: there is nothing in that yet
 *
 * The directories there are OpenWrt's as well. They are made if they are missing,
 * but not before the kernel has looked for them, and so has shown that it knows
 * overlayfs: else nothing is written. An archive that sysupgrade has put beside them belongs
 * into the root.
 *
 * Return: 0, or a negative errno.
 */
int overlay_on(struct boot *b, const char *source, int fresh)
{
	int err = sys_chdir(source + sizeof(SOURCE) - 1);

	if (err)
		return err;
	join(b->data, b->data + sizeof(b->data), "lowerdir=", b->lower,
	     ",upperdir=upper,workdir=work", NULL);
	do {
		if (fresh) {
			dir_make("upper");
			dir_make("work");
		}
		if (IS_ENABLED(CONFIG_KNIT_RESTORE))
			sys_rename("sysupgrade.tgz", "upper/sysupgrade.tgz");
		err = mount_at(source, "/mnt", "overlay", MS_NOATIME, b->data);
	} while (err == -ENOENT && !fresh++);
	return err;
}

/*
 * Look for the writable half, an MTD partition, a UBI volume or a disk's partition,
 * first where the ROM is. Return: 0 with b->path and b->type, or why not.
 */
static int volume_find(struct boot *b, const char *name)
{
	int err = -ENODEV;

	if (IS_ENABLED(CONFIG_KNIT_FLASH) && !b->on_disk)
		err = jffs2_find(b, name);
	if (err != -ENODEV)
		return err;
	if (IS_ENABLED(CONFIG_KNIT_OVERLAY_UBIFS) && !ubi_find(b, name)) {
		b->type = "ubifs";
		return 0;
	}
	if (IS_ENABLED(CONFIG_KNIT_OVERLAY_BLOCK) && !block_find(b, name)) {
		try(b, "no usable file system");
		return block_type(b);
	}
	try(b, name);
	return err;
}

/*
 * All that can block, in a child: jffs2 may read all of the flash before it is
 * mounted, and what overlayfs writes may have to wait for an erase.
 *
 * .fs_state 1 is "in use, the boot was not yet found good", 2 is "good" (`knit
 * done`). OpenWrt wipes an overlay in state 1; here it is kept.
 */
static int volume_mount(struct boot *b)
{
	int err = sys_mount(b->path, "/overlay", b->type, MS_NOATIME, NULL);

	if (IS_ENABLED(CONFIG_KNIT_FIRSTBOOT) && !err && reset_state(b, "/overlay"))
		err = overlay_reset(b, "/overlay");
	if (!err)
		err = overlay_on(b, SOURCE "/overlay", 0);
	if (!err)
		sys_symlink("1", ".fs_state");	/* stays what it is, if it is */
	return err;
}

/*
 * Say what is used and how much room is left there, unless overlayfs has found none in its
 * work directory, or could not write there. An overlay's room is that of its upper half.
 */
static int overlay_said(struct boot *b, const char *name)
{
	kstatfs st;
	int err = -ENODATA;

	(void)name;	/* all else than the type is detail */
	if (IS_ENABLED(CONFIG_KNIT_OVERLAY_FULL) || IS_ENABLED(CONFIG_KNIT_WORDS))
		err = sys_statfs("/mnt", &st);
	if (IS_ENABLED(CONFIG_KNIT_OVERLAY_FULL) && (err || st.f_flags & ST_RDONLY))
		return -EROFS;
	say(b, b->type, NULL);
	if (!err)
		detail(b, " on ", name, ", ",
		       dec(b, (u32)st.f_bavail * ((u32)st.f_bsize >> 10)), " KiB free", NULL);
	return 0;
}

/*
 * Mount the writable half on /overlay and the overlay on /mnt, if there is to be
 * one. Nothing is written to what is not a file system already.
 */
static int overlay_volume(struct boot *b, const char *name)
{
	int err;

	try(b, "as asked for");
	if (IS_ENABLED(CONFIG_KNIT_ROOT) && !strcmp(name, "ram"))
		return -ENODATA;
	err = volume_find(b, name);
	if (err)
		return err;
	try(b, b->type);
	err = child_run(b, volume_mount, CONFIG_KNIT_CHILD_TIMEOUT);
	if (IS_ENABLED(CONFIG_KNIT_FIRSTBOOT) && err == -ENODATA)
		try(b, "rootfs_data was reset");
	if (err) {
		sys_umount2("/overlay", MNT_DETACH);
	} else if (overlay_said(b, name)) {
		sys_umount2("/mnt", MNT_DETACH);
		try(b, "full or read-only");
		b->lower = path(b, "/overlay/upper:", b->rom, NULL);
		err = -ENODATA;
	}
	return err;
}

/**
 * overlay_ram() - put an overlay on the ROM whose writable half is RAM
 * @b: the boot; b->step says why
 * @err: the errno that says more of it, -ENODATA: none does
 *
 * Return: 0, or a negative errno.
 */
int overlay_ram(struct boot *b, int err)
{
	if (IS_ENABLED(CONFIG_KNIT_WORDS))
		say(b, "RAM, ", b->step, err == -ENODATA ? NULL : ": ", errno_text(b, err), NULL);
	else
		say(b, "RAM", NULL);
	try(b, "overlayfs");
	mount_at("tmpfs", "/tmp/root", "tmpfs", MS_NOATIME, "mode=0755");
	return overlay_on(b, SOURCE "/tmp/root", 1);
}

/**
 * overlay_name() - the partition that is to be the writable half
 * @b: the boot
 *
 * Return: its name, "ram", or NULL if no overlay is wanted.
 */
const char *overlay_name(struct boot *b)
{
	const char *name;

	if (!IS_ENABLED(CONFIG_KNIT_ROOT))
		return "rootfs_data";
	name = option(b, "knit.overlay=");
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
	dir_make("/overlay");
	b->lower = b->rom;
	err = overlay_volume(b, name);
	if (err)
		err = overlay_ram(b, err);
	if (!err) {
		b->root = "/mnt";
		return 0;
	}
	unsay(b);
	detail(b, "none, the root stays read-only", NULL);
	return err;
}
