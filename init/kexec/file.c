// SPDX-License-Identifier: GPL-2.0-only
#include "../fmt/fmt.h"
#include "kexec.h"

/* The kernel would load, and start, what is cut off. Another format's length it knows. */
static int file_whole(struct boot *b, int fd)
{
	if (!IS_ENABLED(CONFIG_X86_64) || read_at(fd, 0, b->text, BZIMAGE_HEADER))
		return 0;
	return sys_lseek(fd, 0, SEEK_END) < (long)bzimage_size((u8 *)b->text) ? -EINVAL : 0;
}

/**
 * kexec_file() - let the kernel load another one
 * @b: the boot
 * @k: its words tell which
 *
 * Return: 0, or a negative errno, with b->step; -NO_CALL if the kernel cannot.
 */
int kexec_file(struct boot *b, struct kexec *k)
{
	const char *const *words = k->words.word;
	unsigned long flags = KEXEC_FILE_NO_INITRAMFS;
	int kernel = kexec_open(b, words[KERNEL_FILE]);
	int initrd = 0;
	int err = kernel;

	if (err >= 0 && words[KERNEL_INITRD]) {
		initrd = kexec_open(b, words[KERNEL_INITRD]);
		err = initrd;
		flags = 0;
	}
	if (err >= 0)
		err = kexec_cmdline(b, k);
	if (err < 0)
		return err;
	try(b, words[KERNEL_FILE]);
	err = file_whole(b, kernel);
	if (err)
		return err;
	err = sys_kexec_file_load(kernel, initrd, strlen(k->cmdline) + 1, k->cmdline, flags);
	/* a uImage or a FIT, which arm64's loader calls as wrong as a damaged Image */
	if (IS_ENABLED(CONFIG_ARM64) && err == -EINVAL && !read_at(kernel, 0, b->text, 64) &&
	    memcmp(b->text + 56, "ARM\x64", 4))
		err = -ENOEXEC;
	return IS_ENABLED(CONFIG_KNIT_KEXEC_VERIFY) ? kexec_refused(b, err) : err;
}
