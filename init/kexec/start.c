// SPDX-License-Identifier: GPL-2.0-only
#include "../fmt/fmt.h"
#include "kexec.h"
#include "../failsafe/failsafe.h"

/**
 * kexec_start() - start the kernel that is loaded
 * @b: the boot
 *
 * What is mounted is read-only by then; in a child, since a disk that does not answer would
 * keep it waiting for ever. The watchdog is treated as if a real init followed.
 *
 * Return: only if that failed: a negative errno, with b->step. What was writable is so again;
 * swap is off, and the watchdog the real init's.
 */
int kexec_start(struct boot *b)
{
	int err;

	say(b, "starting ", boot.kexec.words.word[KERNEL_FILE], NULL);
	report(b, 0);
	text_read(b, "/proc/mounts");
	b->flags = MS_RDONLY;
	child_run(b, storage_remount, CONFIG_KNIT_CHILD_TIMEOUT);
	watchdog_release(b);
	sys_close(b->watchdog);
	b->watchdog = -1;
	b->flags = LINUX_REBOOT_CMD_KEXEC;
	err = restart(b);
	b->flags = 0;
	child_run(b, storage_remount, CONFIG_KNIT_CHILD_TIMEOUT);
	try(b, "not started");
	return err;
}
