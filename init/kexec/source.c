// SPDX-License-Identifier: GPL-2.0-only
/* Where a kernel, its initrd and its device tree come from. */
#include "../fmt/fmt.h"
#include "kexec.h"

#define MOST	3	/* eighths of all memory: the kernel makes a copy, of half of it at most */

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
	const char *flash = after(name, "mtd:");
	struct mtd mtd;
	int err = 0;

	try(b, name);
	path(b, b->root, name, NULL);
	if (IS_ENABLED(CONFIG_KNIT_FLASH) && flash) {
		err = mtd_find(b, flash, &mtd);
		mtd_path(b, &mtd);
	}
	if (IS_ENABLED(CONFIG_KNIT_OVERLAY_UBIFS)) {
		flash = after(name, "ubi:");
		if (flash)
			err = ubi_find(b, flash);
	}
	if (kexec_held(name))
		path(b, "/proc/self/fd/", kexec_held(name), NULL);
	return err ?: file_open(b->path, O_RDONLY | O_NONBLOCK);
}

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

/**
 * kexec_read() - take all of it into memory
 * @b: the boot
 * @name: see kexec_open(), or NULL: nothing
 * @what: becomes where it is
 *
 * It is read once: what is looked at and what is loaded are the same bytes, whatever becomes
 * of the file. What is open already is in memory, as a rule, and not there twice; but where
 * signatures count nobody else may have it.
 *
 * Return: 0, or a negative errno, with b->step: -EIO for what has no bytes to be read.
 */
__noinline int kexec_read(struct boot *b, const char *name, struct span *what)
{
	struct sysinfo info;
	u8 first;
	int there;
	long size;
	u8 *at;
	int fd;

	what->len = 0;
	if (!name)
		return 0;
	fd = kexec_open(b, name);
	if (fd < 0)
		return fd;
	if (read_at(fd, 0, &first, 1))
		return -EIO;
	size = sys_lseek(fd, 0, SEEK_END);
	sys_sysinfo(&info);
	if (size > (long)(info.totalram / 8 * MOST))
		return -EFBIG;
	there = !IS_ENABLED(CONFIG_KNIT_KEXEC_VERIFY) && kexec_held(name);
	at = (u8 *)sys_mmap(NULL, size, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | (there ? 0 : MAP_ANONYMOUS), there ? fd : -1, 0);
	if ((unsigned long)at > -4096ul)
		return -EFBIG;
	what->at = at;
	what->len = size;
	return there ? 0 : read_at(fd, 0, at, size);
}
