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
 * storage_freeze() - make all that is mounted read-only
 * @b: for b->text
 *
 * Nothing has to be found busy for that but files that are open for writing. What stays
 * writable for such a reason is complete on its storage at least; without CONFIG_KNIT_FSTAB so
 * is what is mounted on a name with a blank in it.
 *
 * Return: 0.
 */
int storage_freeze(struct boot *b)
{
	char *line = b->text;

	if (IS_ENABLED(CONFIG_KNIT_SWAP))
		swap_leave(b);
	text_read(b, "/proc/mounts");
	while (*line) {
		char *at = strchr(line, ' ') + 1;
		char *end = strchr(at, ' ');

		line = (char *)line_next(end);
		*end = '\0';
		if (IS_ENABLED(CONFIG_KNIT_FSTAB))
			unescape(at);
		sys_mount(NULL, at, NULL, MS_REMOUNT | MS_RDONLY, NULL);
	}
	return sys_sync();
}
#endif
