// SPDX-License-Identifier: GPL-2.0-only
/* A root on a server, and RAM on top of it. */
#include "../node/node.h"

/* What is there to be seen is WalT's, release 10: mnt/fs_rw holds all that was changed. */
static const char dirs[] = "tmp\0bin\0dev\0proc\0sys\0run\0mnt\0mnt/nfsroot\0mnt/fs_rw\0"
			   "mnt/fs_work\0mnt/finalfs\0";

/* /tmp becomes /run, and that is not for everybody to write to. */
static int ram_make(void)
{
	const char *dir;
	int err;

	sys_fchmodat(AT_FDCWD, "/tmp", 0755);
	dir_make("/tmp/walt");
	err = mount_at("tmpfs", NODE_RAM, "tmpfs", 0, "mode=0755");
	if (!err)
		err = sys_chdir(NODE_RAM);
	for (dir = dirs; *dir; dir += strlen(dir) + 1)
		dir_make(dir);
	return err;
}

/* The root itself cannot be moved: seen from two places, it is left in one of them later. */
static int nfs_show(struct boot *b)
{
	if (IS_ENABLED(CONFIG_KNIT_NFSROOT) && b->rootfs)
		return node_mount(b);
	return sys_mount("/", NODE_NFS, NULL, MS_BIND, NULL);
}

/* The server has a root for this node alone, which keeps what is written. */
static int own_root(void)
{
	return sys_mount(NULL, NODE_NFS, NULL, MS_REMOUNT, NULL) ?:
	       mount_at(NODE_NFS, "/mnt", NULL, MS_BIND, NULL);
}

/**
 * stage_union() - make a root that is on a server writable, without writing to it
 * @b: the boot; b->root and b->tmp are set
 *
 * Return: 0, or a negative errno, with b->step.
 */
int stage_union(struct boot *b)
{
	int persistent;
	int err;

	try(b, NODE_RAM);
	err = ram_make();
	if (err)
		return err;
	try(b, NODE_NFS);
	err = nfs_show(b);
	if (err)
		return err;
	persistent = node_config(b);
	try(b, persistent ? "a root of its own" : "overlayfs");
	if (persistent)
		err = own_root();
	else
		err = mount_at("union", "/mnt", "overlay", 0, "lowerdir=" NODE_NFS ",upperdir="
			       NODE_RAM "/mnt/fs_rw,workdir=" NODE_RAM "/mnt/fs_work");
	if (err)
		return err;
	b->root = "/mnt";
	b->tmp = "/run";
	detail(b, persistent ? "of its own" : "RAM on top", NULL);
	node_walt(b, persistent);
	return 0;
}
