// SPDX-License-Identifier: GPL-2.0-only
#include "fmt/fmt.h"

/**
 * swap_leave() - switch all swap off
 * @b: for b->text
 */
void swap_leave(struct boot *b)
{
	const char *line;

	text_read(b, "/proc/swaps");
	for (line = line_next(b->text); *line;) {
		const char *swap = line;
		char *end = (char *)line;

		while ((u8)*end > ' ')
			end++;
		line = line_next(end);
		*end = '\0';
		sys_swapoff(swap);
	}
}

#ifdef CONFIG_KNIT_KEXEC
/**
 * storage_freeze() - make all that is mounted read-only, the last first
 * @b: for b->text
 *
 * Nothing has to be found busy for that but files that are open for writing. What stays
 * writable for such a reason is complete on its storage at least.
 */
void storage_freeze(struct boot *b)
{
	int left;

	swap_leave(b);
	sys_sync();
	left = text_read(b, "/proc/mounts");
	while (left > 0)
		sys_mount(NULL, mounts_last(b->text, &left), NULL, MS_REMOUNT | MS_RDONLY, NULL);
}
#endif
