// SPDX-License-Identifier: GPL-2.0-only
#include "../fmt/fmt.h"
#include "kexec.h"

/**
 * kexec_refused() - why a kernel is not to be started, in words
 * @b: the boot
 * @err: what the kernel that runs has said of it
 *
 * Return: 0, or a negative errno, with b->step: -EPERM for what is not signed as it should be.
 */
int kexec_refused(struct boot *b, int err)
{
	if (err == -ENODATA)
		try(b, "not signed");
	else if (err == -ENOKEY)
		try(b, "signed by nobody who is known");
	else if (err == -EKEYREJECTED || err == -EBADMSG || err == -ELIBBAD)
		try(b, "not what was signed");
	else
		return err == -NO_CALL ? -ENODEV : err;
	return -EPERM;
}
