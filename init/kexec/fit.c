// SPDX-License-Identifier: GPL-2.0-only
#include "../fmt/fmt.h"
#include "kexec.h"

/* Not in place of what somebody has named. */
static void fit_take(struct span *file, const struct span *part)
{
	if (!file->len)
		*file = *part;
}

/**
 * kexec_fit() - take a FIT apart
 * @b: b->kexec has the file, which becomes the kernel in it; device tree and initrd, too
 * @load: where a kernel of no known format belongs
 * @entry: where that is entered
 *
 * Return: 0; -ENOEXEC if it is none, or a kernel that must be of a known format; or another
 * negative errno, with b->step.
 */
int kexec_fit(struct boot *b, u32 *load, u32 *entry)
{
	struct span *files = b->kexec.files;
	struct fit fit;
	int err = fit_read(files[KERNEL_FILE], &fit);

	if (err) {
		if (err != -ENOEXEC)
			try(b, path(b, "FIT: ", fit.wrong ?: "header", NULL));
		return err;
	}
	files[KERNEL_FILE] = fit.kernel;
	if (KERNEL_TREE)
		fit_take(files + KERNEL_DTB, &fit.fdt);
	fit_take(files + KERNEL_INITRD, &fit.ramdisk);
	*load = fit.load;
	*entry = fit.entry;
	return fit.load ? 0 : -ENOEXEC;
}
