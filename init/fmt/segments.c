// SPDX-License-Identifier: GPL-2.0-only
#include "fmt.h"
#include "kernel.h"

/* A segment that has something of this range, NULL if there is none. */
__noinline static const struct kexec_segment *segment_in(struct kernel *k, unsigned long at,
							 unsigned long size)
{
	const struct kexec_segment *s = segments_of(k);
	unsigned int n;

	for (n = k->nr; n--; s++) {
		unsigned long begin = (unsigned long)s->mem;

		if (at < begin + s->memsz && begin < at + size)
			return s;
	}
	return NULL;
}

/**
 * segment_add() - put something in front of the list of what is to be in memory
 * @k: the list
 * @what: the bytes
 * @at: physical address
 * @room: bytes that it takes there; what is behind @what is zero
 *
 * Return: 0; -EINVAL for what cannot be there: there is no memory, or something else is there.
 */
int segment_add(struct kernel *k, struct span what, unsigned long at, unsigned long room)
{
	struct kexec_segment *s;
	const char *text = k->iomem;
	struct ram ram;

	room = (room + KERNEL_PAGE - 1) & -KERNEL_PAGE;
	if (k->nr == KEXEC_SEGMENT_MAX || at % KERNEL_PAGE || what.len > room ||
	    segment_in(k, at, room))
		return -EINVAL;
	do {
		text = iomem_next(text, &ram);
		if (!text)
			return -EINVAL;
	} while (at < ram.from || at > ram.to || ram.to - at < room - 1);
	k->nr++;
	s = segments_of(k);
	s->buf = what.at;
	s->bufsz = what.len;
	s->mem = (void *)at;
	s->memsz = room;
	return 0;
}

/**
 * segment_place() - put something where there is room, as high as can be
 * @k: the list
 * @what: the bytes
 * @below: the end of what can be used
 *
 * Return: its physical address; 0 if there is no room.
 */
unsigned long segment_place(struct kernel *k, struct span what, unsigned long below)
{
	const char *text = k->iomem;
	unsigned long found = 0;
	struct ram ram;

	while ((text = iomem_next(text, &ram))) {
		unsigned long end = ram.to < below ? ram.to + 1 : below;

		/* from the end down, below whatever is in the way */
		while (end > what.len) {
			unsigned long at = (end - what.len) & -KERNEL_PAGE;
			const struct kexec_segment *s = segment_in(k, at, what.len);

			if (at < ram.from || (!IS_ENABLED(CONFIG_MIPS) && at < k->above))
				break;
			if (!s) {
				found = at;
				break;
			}
			end = (unsigned long)s->mem;
		}
	}
	return segment_add(k, what, found, what.len) ? 0 : found;
}
