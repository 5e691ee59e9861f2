// SPDX-License-Identifier: GPL-2.0-only
#include "../fmt/fmt.h"

#define JFFS2_BLOCKS_MIN 5	/* fs/jffs2/fs.c: "Too few erase blocks" */

/*
 * Put an overlay on the ROM, with @dir as its writable half. The directories and
 * the source string are OpenWrt's, whose tools look for them.
 */
static int overlay_on(struct boot *b, const char *dir)
{
	char *end = b->data + sizeof(b->data);
	char *path = b->path;
	char *path_end = path + sizeof(b->path);

	join(path, path_end, dir, "/upper", NULL);
	sys_mkdirat(AT_FDCWD, path, 0755);
	join(path, path_end, dir, "/work", NULL);
	sys_mkdirat(AT_FDCWD, path, 0755);
	join(path, path_end, "overlayfs:", dir, NULL);
	join(b->data, end, "lowerdir=", b->rom, ",upperdir=", dir, "/upper,workdir=", dir,
	     "/work", NULL);
	b->step = "overlayfs";
	return mount_at(path, "/mnt", "overlay", MS_NOATIME, b->data);
}

/* In a child: jffs2 may read all of the flash first. */
static int overlay_jffs2(struct boot *b)
{
	return sys_mount(b->path, "/overlay", "jffs2", MS_NOATIME, NULL);
}

/*
 * Mount the writable partition on /overlay, if it is one that has been
 * formatted. Nothing on the flash is changed when it is not.
 */
static int overlay_flash(struct boot *b)
{
	static const char *const what[] = {
		[OVERLAY_UNFORMATTED] = "rootfs_data is not formatted yet",
		[OVERLAY_BLANK] = "rootfs_data is blank",
		[OVERLAY_UNKNOWN] = "rootfs_data holds nothing known",
	};
	enum overlay_state state;
	struct mtd mtd;
	u8 head[4];
	int err;
	int fd;

	b->step = "no rootfs_data";
	err = mtd_find(b, "rootfs_data", &mtd);
	if (err)
		return err;
	b->step = "rootfs_data has fewer than 5 erase blocks";
	if (mtd.size < JFFS2_BLOCKS_MIN * mtd.erasesize)
		return -ENOSPC;
	fd = mtd_open(b, &mtd, O_RDONLY);
	b->step = b->path;
	if (fd < 0)
		return fd;
	err = mtd_read(fd, 0, head, sizeof(head));
	sys_close(fd);
	if (err)
		return err;
	state = overlay_state(head);
	b->step = what[state];
	if (state != OVERLAY_JFFS2)
		return -ENODATA;
	mtd_block(b, &mtd);
	b->step = "mounting rootfs_data as jffs2";
	return child_run(b, overlay_jffs2, CONFIG_KNIT_CHILD_TIMEOUT);
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

static int overlay_ram(struct boot *b)
{
	int err = mount_at("tmpfs", "/tmp/root", "tmpfs", MS_NOATIME, "mode=0755");

	return err ?: overlay_on(b, "/tmp/root");
}

/**
 * stage_overlay() - make the root writable
 * @b: the boot; b->root becomes the overlay
 *
 * The writable half is the flash if it is ready, else RAM; without overlayfs the
 * ROM stays what it is.
 *
 * Return: 0, or the errno that keeps even a RAM overlay away.
 */
int stage_overlay(struct boot *b)
{
	kstatfs st;
	int err;

	sys_mkdirat(AT_FDCWD, "/overlay", 0755);
	err = overlay_flash(b);
	if (!err) {
		overlay_pending();
		err = overlay_on(b, "/overlay");
		if (err)
			sys_umount2("/overlay", MNT_DETACH);
	}
	if (!err) {
		st.f_bavail = 0;
		sys_statfs("/overlay", &st);
		say(b, "jffs2 on rootfs_data, ",
		    dec(b, (u32)st.f_bavail * ((u32)st.f_bsize >> 10)),
		    " KiB free", NULL);
	} else {
		say(b, "RAM, ", b->step, NULL);
		if (err != -ENODATA)
			say(b, ": ", errno_text(b, err), NULL);
		err = overlay_ram(b);
	}
	if (!err)
		b->root = "/mnt";
	return err;
}
