// SPDX-License-Identifier: GPL-2.0-only
/* Where a kernel, its initrd and its device tree come from. */
#include "../fmt/fmt.h"
#include "kexec.h"

#define MOST	3	/* eighths of all memory: the kernel makes a copy, of half of it at most */

/* Nobody else is to have what was signed, and flash is not memory: a copy of it is made. */
#define COPIED(name)	(IS_ENABLED(CONFIG_KNIT_KEXEC_VERIFY) || kexec_on_flash(name))

/* What is open already: its number. */
static const char *kexec_held(const char *name)
{
	return IS_ENABLED(CONFIG_KNIT_KEXEC_FD) ? after(name, "fd:") : NULL;
}

/**
 * kexec_open() - open what a person has named
 * @b: the boot
 * @name: a file in the root-to-be; or mtd:NAME, a partition of the flash; or ubi:NAME, a
 *        UBI volume; or fd:N, what is open as N
 *
 * A FIFO or a terminal does not keep the boot waiting. What is open is opened anew, to be read
 * from its start: that works on what memfd_create(2) has made.
 *
 * Return: the descriptor, or a negative errno, with b->step.
 */
int kexec_open(struct boot *b, const char *name)
{
	const char *flash = kexec_on_flash(name);
	int err = 0;

	try(b, name);
	path(b, b->root, name, NULL);
	if (flash && *name == 'm') {
		struct mtd mtd;

		err = mtd_find(b, flash, &mtd);
		mtd_path(b, &mtd);
	} else if (IS_ENABLED(CONFIG_KNIT_OVERLAY_UBIFS) && flash) {
		err = ubi_find(b, flash);
	}
	if (kexec_held(name))
		path(b, "/proc/self/fd/", kexec_held(name), NULL);
	return err ?: file_open(b->path, O_RDONLY | O_NONBLOCK);
}

#ifdef CONFIG_KNIT_KEXEC_FLASH
/**
 * kexec_on_flash() - is it a part of the flash that is named, and no file?
 * @name: see kexec_open(), or NULL
 *
 * Return: what follows the word that says so, NULL if none does.
 */
const char *kexec_on_flash(const char *name)
{
	return name ? after(name, "mtd:") ?: after(name, "ubi:") : NULL;
}
#endif

/**
 * kexec_read() - have all of it in memory
 * @b: the boot
 * @name: see kexec_open(), or NULL: nothing
 * @what: becomes where it is
 *
 * A file is mapped: its pages come when they are needed, and the kernel takes them back if it
 * is short of memory. If it is cut off meanwhile, or cannot be read, that ends this process.
 *
 * Return: 0, or a negative errno, with b->step: -EIO for what has no bytes to be read.
 */
__noinline int kexec_read(struct boot *b, const char *name, struct span *what)
{
	int copied = COPIED(name);
	struct sysinfo info;
	long size;
	int fd;

	if (!name)
		return 0;
	fd = kexec_open(b, name);
	if (fd < 0)
		return fd;
	size = sys_lseek(fd, 0, SEEK_END);
	if (copied) {
		sys_sysinfo(&info);
		if (size > (long)(info.totalram / 8 * MOST))
			return -EFBIG;
	}
	what->len = size;
	if (what->len != (unsigned long)size)
		return -EFBIG;
	what->at = (u8 *)sys_mmap(NULL, size, PROT_READ | PROT_WRITE,
				  MAP_PRIVATE | (copied ? MAP_ANONYMOUS : 0), fd, 0);
	if ((unsigned long)what->at > -4096ul)
		return -EIO;
	return copied ? read_at(fd, 0, (u8 *)what->at, size) : 0;
}
