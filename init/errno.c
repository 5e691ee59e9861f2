// SPDX-License-Identifier: GPL-2.0-only
#include "knit.h"

#ifdef CONFIG_KNIT_WORDS
/* What a boot can meet, in a maker's words. */
static const u8 numbers[] = {
	EPERM, ENOENT, EINTR, EIO, E2BIG, ENOEXEC, EACCES, EBUSY, ENODEV,
	EINVAL, EFBIG, ENOSPC, EROFS, ENXIO, ETIMEDOUT, ECANCELED,
#ifdef CONFIG_KNIT_MOUNTS
	ELOOP,
#endif
#ifdef CONFIG_KNIT_NFS
	ENETDOWN, ENETUNREACH, ECONNREFUSED, EHOSTUNREACH,
#endif
};

/* The same in this order, as words are kept. */
static const char texts[] =
	"not permitted\0"
	"not found\0"
	"killed\0"
	"cannot be read\0"
	"too long\0"
	"not a program for this machine\0"
	"not allowed\0"
	"in use\0"
	"not there, or the kernel lacks it\0"
	"refused: damaged or wrong contents\0"
	"too large\0"
	"no space\0"
	"read-only\0"
	"no such device\0"
	"took too long\0"
	"failsafe is asked for\0"
#ifdef CONFIG_KNIT_MOUNTS
	"a link that leads to itself\0"
#endif
#ifdef CONFIG_KNIT_NFS
	"no such interface\0"
	"no way there\0"
	"nobody listens there\0"
	"no answer from there\0"
#endif
	;
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
	const char *text = texts;
	const u8 *n;

	for (n = numbers; *text; text += strlen(text) + 1)
		if (*n++ == -err)
			return text;
#endif
	return dec(b, -err);
}
