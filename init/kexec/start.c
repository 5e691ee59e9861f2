// SPDX-License-Identifier: GPL-2.0-only
#include "../fmt/fmt.h"
#include "kexec.h"
#include "../failsafe/failsafe.h"

/**
 * kexec_start() - start the kernel that is loaded
 * @b: the boot
 *
 * Everything comes to rest before: what is mounted is read-only.
 *
 * Return: only if that failed: a negative errno, with b->step.
 */
int kexec_start(struct boot *b)
{
	say(b, "starting ", boot.kexec.words.word[KERNEL_FILE], NULL);
	report(b, 0);
	watchdog_release(b);
	sys_close(b->watchdog);
	b->watchdog = -1;
	storage_freeze(b);
	try(b, "start");
	b->flags = LINUX_REBOOT_CMD_KEXEC;
	return restart(b);
}
