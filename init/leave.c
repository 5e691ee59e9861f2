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
		char *end = (char *)field_end(line);

		line = line_next(end);
		*end = '\0';
		sys_swapoff(swap);
	}
}

#ifdef CONFIG_KNIT_KEXEC
/* Whether there may be processes that were killed just now */
#define KILLED		IS_ENABLED(CONFIG_KNIT_KEXEC_COMMAND)
#define MOMENT		10000000	/* ns */
#define MOMENTS		200		/* for all of them together, so 2 s */
#define MS_KEPT		(MS_NOSUID | MS_NODEV | MS_NOEXEC)	/* as statfs(2) has them, too */

/* The next field: there is one, as the kernel writes it. */
#define field_next(s)	((char *)field_end(s) + 1)

/**
 * storage_remount() - make all that is mounted read-only, or what it was
 * @b: b->text is /proc/mounts as it was; b->flags is MS_RDONLY, or 0
 *
 * The last one first, since it may lie on another one. Nothing has to be found busy for that
 * but files that are open for writing, and a process that was killed closes its own in its
 * own time. What stays writable for such a reason is complete on its storage at least; without
 * CONFIG_KNIT_FSTAB so is what is mounted on a name with a blank in it.
 *
 * Return: 0.
 */
int storage_remount(struct boot *b)
{
	static const struct __kernel_timespec moment = { .tv_nsec = MOMENT };
	int moments = MOMENTS;
	char **writable = b->words;
	char **last = writable + ARRAY_SIZE(b->words);
	char *line = b->text;

	if (IS_ENABLED(CONFIG_KNIT_SWAP) && b->flags) {
		swap_leave(b);
		text_read(b, "/proc/mounts");
	}
	while (*line) {
		char *at = field_next(line);
		char *type = field_next(at);
		char *options = field_next(type);

		line = (char *)line_next(options);
		type[-1] = '\0';
		if (after(options, "rw") && writable < last)
			*writable++ = at;
	}
	while (writable-- > b->words) {
		kstatfs st;

		if (IS_ENABLED(CONFIG_KNIT_FSTAB))
			unescape(*writable);
		sys_statfs(*writable, &st);
		while (sys_mount(NULL, *writable, NULL,
				 MS_REMOUNT | b->flags | (st.f_flags & MS_KEPT),
				 NULL) == -EBUSY && KILLED && moments--)
			sys_rt_sigtimedwait(&b->none, NULL, &moment, sizeof(b->none));
	}
	return sys_sync();
}
#endif
