// SPDX-License-Identifier: GPL-2.0-only
/*
 * From an overlay in RAM to one on the flash, while the system runs and writes: the root
 * becomes the flash above RAM above the ROM, so that all is there that was; then what is in
 * RAM is copied up; then the root becomes the flash above the ROM. Documentation/overlay.rst
 * tells it in full.
 */
#include "cmd.h"

#define RAM	"/tmp/root/upper"
#define FLASH	"/overlay"
#define UPPER	"upper"		/* there, like these: */
#define WORK	"work"		/* a link to nowhere until the copy is complete */
#define COPY	"copy"		/* the work directory of meanwhile */
#define ROOM	"room"

/*
 * index= would not share an upper half, and metacopy= copy no data. The kernel's defaults are
 * off for both, but can be on.
 */
#define BELOW	"lowerdir=" RAM ":/rom,upperdir=upper,workdir=copy,index=off,metacopy=off"

#define BOTH	"/tmp/knit/both"	/* the root of meanwhile, on its way out */

#define LEASE_SET	1024	/* include/uapi/linux/fcntl.h, F_SETLEASE */
#define LOCK_TRY	6	/* include/uapi/asm-generic/fcntl.h, LOCK_EX | LOCK_NB */
#define TIME_NOW	0x3fffffff	/* include/linux/stat.h, UTIME_NOW */
#define TIME_OMIT	0x3ffffffe
#define XATTR_NEW	1	/* include/uapi/linux/xattr.h, XATTR_CREATE */

#define UNIT	512	/* bytes */

/* The entry's name in each of the layers, and in the root. */
static const char *name_of(struct boot *b)
{
	return b->text + sizeof(RAM);
}

/*
 * Somebody else was there first, or has deleted it since: his wish is newer. What has too
 * long a name does not keep all else from being copied.
 */
static int unless_changed(int err)
{
	return err == -EEXIST || err == -ENOENT || err == -ENOTDIR ||
	       err == -ENAMETOOLONG ? 0 : err;
}

/*
 * Sum up what it takes on the flash, uncompressed, with jffs2's nodes: one for each page
 * of data, one for the name, attributes; and the name before it was renamed.
 */
static int entry_size(struct boot *b, unsigned int type)
{
	u32 size = 0;

	if (type == DT_REG) {
		int fd = file_open(b->text, O_RDONLY);

		size = sys_lseek(fd, 0, SEEK_END);
		sys_close(fd);
	}
	b->count += 1 + size / UNIT + size / (32 * UNIT);
	return 0;
}

/*
 * Let overlayfs copy the entry up: a change of its time of access does that, whatever
 * it is, with all that belongs to it, and with nobody in between. What the new root has
 * changed meanwhile is there already.
 *
 * The kernel grants no lease on a file that is open for writing, or mapped so. Who opens it
 * while there is one has to wait.
 *
 * What is not kept is said once, though each pass comes by: the file in RAM is marked.
 */
static int entry_copy(struct boot *b, unsigned int type)
{
	static const struct __kernel_timespec touch[2] = {
		{ .tv_nsec = TIME_NOW }, { .tv_nsec = TIME_OMIT },
	};
	char c;
	const char *name = name_of(b);
	int fd = type == DT_REG ? file_open(b->text, O_RDONLY) : -1;
	int busy = sys_fcntl(fd, LEASE_SET, F_RDLCK) == -EAGAIN;
	int err = sys_readlink(name, &c, 1);

	try(b, name);
	b->count += busy;
	if (err > 0 || err == -EINVAL) {	/* there is a link, or something else */
		err = 0;
	} else if (busy && b->left) {
		busy = 0;
		err = 0;
	} else {
		join(tree_twin(b), tree_twin(b) + TREE_PATH, BOTH "/", name, NULL);
		err = sys_utimensat(AT_FDCWD, tree_twin(b), touch, AT_SYMLINK_NOFOLLOW);
	}
	sys_close(fd);
	if ((busy || err == -ENAMETOOLONG) &&
	    !sys_lsetxattr(b->text, "trusted.knit", &c, 0, XATTR_NEW)) {
		b->lost = 1;
		print(name);
		print(": not kept, or not all of it\n");
	}
	return unless_changed(err);
}

/*
 * What overlayfs does not copy up: that something of the ROM is deleted, or replaced. A
 * device that is none such is there already.
 */
static int entry_seal(struct boot *b, unsigned int type)
{
	static const char names[2][24] = { "trusted.overlay.opaque", "trusted.overlay.redirect" };
	const char *name = name_of(b);
	unsigned int i;
	int err = 0;

	try(b, name);
	if (type == DT_CHR)
		err = sys_mknod(name, S_IFCHR, 0);
	for (i = 0; type == DT_DIR && !err && i < ARRAY_SIZE(names); i++) {
		int n = sys_lgetxattr(b->text, names[i], b->data, sizeof(b->data));

		if (n > 0)
			err = sys_lsetxattr(name, names[i], b->data, n, 0);
	}
	return unless_changed(err);
}

/* Copy until nobody is left that writes to a file, or the time is up. */
static int copy(struct boot *b)
{
	static const struct __kernel_timespec second = { .tv_sec = 1 };
	static const struct sigset lease = { { sigmask(SIGIO) } };
	int err;

	/* it tells that somebody waits for a lease to end, which it soon does */
	sys_rt_sigprocmask(SIG_BLOCK, &lease, NULL, sizeof(lease));
	/* the root without what is mounted on its folders */
	sys_umount2(BOTH, MNT_DETACH);
	err = mount_at("/", BOTH, NULL, MS_BIND, NULL);
	if (err)
		return err;
	sys_chdir(FLASH "/" UPPER);
	for (b->left = CONFIG_KNIT_SWITCH_WAIT;; b->left--) {
		/* refused while somebody writes; then who is late gets an error */
		sys_mount(NULL, SWITCH_OLD, NULL,
			  MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOATIME, NULL);
		b->count = 0;
		err = tree_walk(b, RAM, entry_copy);
		if (err || !b->count || !b->left)
			break;
		sys_rt_sigtimedwait(&b->none, NULL, &second, sizeof(b->none));
	}
	sys_umount2(BOTH, MNT_DETACH);
	return err;
}

/**
 * switch_alone() - see that no other `knit done` runs
 * @b: for messages
 *
 * Return: 0, or -EBUSY, with b->step.
 */
int switch_alone(struct boot *b)
{
	int fd;

	dir_make("/tmp/knit");
	fd = file_open("/tmp/knit", O_RDONLY);
	try(b, "it runs already");
	return sys_flock(fd, LOCK_TRY) == -EAGAIN ? -EBUSY : 0;
}

/**
 * switch_begin() - put the root on the flash, with what is in RAM below
 * @b: for messages
 *
 * The flash is mounted on /overlay and has no overlay, or one whose copy was cut off.
 *
 * Return: 0; 1 if there is an overlay on the flash; or a negative errno, with b->step.
 */
int switch_begin(struct boot *b)
{
	kstatfs st;
	char c;
	int err = 0;

	sys_chdir(FLASH);
	if (sys_readlink(WORK, &c, 1) != 1) {
		if (dir_make(UPPER))
			return 1;
		try(b, WORK);
		err = sys_symlink("unfinished", WORK);
	} else {
		err = tree_walk(b, UPPER, tree_delete);
	}
	b->count = 0;
	if (!err)
		err = tree_walk(b, RAM, entry_size);
	if (!err)
		err = sys_statfs(".", &st);
	if (err)
		return err;
	try(b, "too much is in RAM");
	if (b->count >= (u32)st.f_bavail * ((u32)st.f_bsize / UNIT))
		return -ENOSPC;
	dir_make(COPY);
	try(b, "overlayfs");
	err = mount_at(SWITCH_BOTH, "/mnt", "overlay", MS_NOATIME, BELOW);
	return err ?: root_exchange(b, SWITCH_OLD);
}

/**
 * switch_end() - take along what is in RAM, and put the root on the flash alone
 * @b: for messages
 *
 * Return: 0, or a negative errno, with b->step: -EBUSY if all is done, but somebody still
 * writes to what is not kept.
 */
int switch_end(struct boot *b)
{
	int err = copy(b);

	if (!err)
		err = tree_walk(b, RAM, entry_seal);
	if (err)
		return err;
	sys_sync();
	sys_chdir(FLASH);
	/* without room for a work directory the next boot could not use it */
	err = dir_make(ROOM);
	sys_rmdir(ROOM);
	if (err == -ENOSPC)
		return err;
	/* from here on the next boot uses it */
	sys_unlink(WORK);
	b->lower = "/rom";
	err = overlay_on(b, "overlayfs:" FLASH, 1) ?: root_exchange(b, BOTH);
	if (err)
		return err;
	sys_umount2(BOTH, MNT_DETACH);
	sys_rmdir(COPY "/work");
	sys_rmdir(COPY);
	err = state_ready(b, FLASH);
	sys_sync();
	if (err)
		return err;
	print("rootfs_data is in use now");
	print(JFFS2_LIMIT);
	if (!holders(b)) {
		sys_umount2(SWITCH_OLD, MNT_DETACH);
		tree_walk(b, RAM, tree_delete);
		sys_umount2("/tmp/root", MNT_DETACH);
		sys_rmdir("/tmp/root");
	}
	try(b, "open files");
	return b->lost ? -EBUSY : 0;
}
