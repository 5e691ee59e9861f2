// SPDX-License-Identifier: GPL-2.0-only
#include "knit.h"

#ifdef CONFIG_KNIT_WORDS
/* What a boot can meet, in a maker's words. */
static const struct {
	short err;
	const char *text;
} texts[] = {
	{ EPERM, "not permitted" },
	{ ENOENT, "not found" },
	{ EINTR, "killed" },
	{ EIO, "cannot be read" },
	{ E2BIG, "too long" },
	{ ENOEXEC, "not a program for this machine" },
	{ EACCES, "not allowed" },
	{ EBUSY, "in use" },
	{ ENODEV, "not there, or the kernel lacks it" },
	{ EINVAL, "refused: damaged or wrong contents" },
	{ EFBIG, "too large" },
	{ ENOSPC, "no space" },
	{ EROFS, "read-only" },
	{ ENXIO, "no such device" },
	{ ETIMEDOUT, "took too long" },
	{ ECANCELED, "failsafe is asked for" },
};
#endif

/**
 * errno_text() - an error in words
 * @b: the boot
 * @err: a negative errno
 *
 * Return: the text; the number where there is none for it.
 */
const char *errno_text(struct boot *b, int err)
{
#ifdef CONFIG_KNIT_WORDS
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(texts); i++)
		if (texts[i].err == -err)
			return texts[i].text;
#endif
	return dec(b, -err);
}
