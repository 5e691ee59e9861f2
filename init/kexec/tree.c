// SPDX-License-Identifier: GPL-2.0-only
/* The device tree that the new kernel gets. */
#include "../fmt/fmt.h"
#include "kexec.h"

#define RUNNING	"/sys/firmware/fdt"	/* as this kernel got it */
#define SYSFS_READ 4096			/* it gives no more at once */
#define TREE_MOST 0x200000		/* bytes: what an arm64 kernel takes */

static u8 *memory_get(u32 size)
{
	return (u8 *)sys_mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
			      -1, 0);
}

/* The tree of the kernel that runs now. */
static int tree_running(struct boot *b, struct span *tree)
{
	int fd = file_open(RUNNING, O_RDONLY);
	u32 at, len;
	int err = 0;

	try(b, RUNNING);
	if (fd < 0)
		return fd;
	tree->len = sys_lseek(fd, 0, SEEK_END);
	if (tree->len > TREE_MOST)
		return -EFBIG;
	tree->at = memory_get(tree->len);
	for (at = 0; at < tree->len && !err; at += len) {
		len = tree->len - at;
		if (len > SYSFS_READ)
			len = SYSFS_READ;
		err = read_at(fd, at, (u8 *)tree->at + at, len);
	}
	sys_close(fd);
	return err;
}

/**
 * kexec_tree() - make the new kernel's device tree
 * @b: b->kexec.files has one if it was named or came with the kernel; the command line and the
 *     initrd's place are known
 *
 * Else it is the running kernel's, where no kernel starts without. The new one is a
 * copy with another command line, another initrd, and memory if it tells of none.
 *
 * Return: 0, or a negative errno, with b->step.
 */
int kexec_tree(struct boot *b)
{
	struct kexec *k = &b->kexec;
	struct span *tree = &k->files[KERNEL_DTB];
	const struct fdt_change change = {
		.bootargs = k->cmdline,
		.initrd = k->initrd_at,
		.initrd_len = k->files[KERNEL_INITRD].len,
		.iomem = k->map.iomem,
	};
	u8 *to;
	u32 room;
	int err = 0;

	if (KERNEL_TREE_NEEDED && !tree->len)
		err = tree_running(b, tree);
	if (err || !tree->len)
		return err;
	try(b, "device tree");
	if (tree->len > TREE_MOST)
		return -EFBIG;
	room = tree->len + FDT_SPARE + sizeof(k->cmdline);
	to = memory_get(room);
	if ((unsigned long)to > -4096ul)
		return -ENOMEM;
	err = fdt_edit((u32 *)to, room, *tree, &change);
	tree->at = to;
	tree->len = err;
	return err < 0 ? err : 0;
}
