// SPDX-License-Identifier: GPL-2.0-only
#include "fmt.h"
#include "kernel.h"

#define PAGES(n)	(((n) + KERNEL_PAGE - 1) & ~(KERNEL_PAGE - 1))

static unsigned long segment_at(const struct kexec_segment *s)
{
	return (unsigned long)s->mem;
}

/**
 * segment_add() - put something on the list of what is to be in memory
 * @k: the list
 * @what: the bytes
 * @at: physical address
 * @room: bytes that it takes there; what is behind @what is zero
 *
 * Return: 0, or -EINVAL for what cannot be there, or is one too many.
 */
int segment_add(struct kernel *k, struct span what, unsigned long at, unsigned long room)
{
	struct kexec_segment *s = k->segments + k->nr;

	room = PAGES(room);
	if (k->nr == KEXEC_SEGMENT_MAX || at % KERNEL_PAGE || what.len > room || at + room < at)
		return -EINVAL;
	k->nr++;
	s->buf = what.at;
	s->bufsz = what.len;
	s->mem = (void *)at;
	s->memsz = room;
	return 0;
}

/* The last segment that has something of this range, NULL if there is none. */
static const struct kexec_segment *segment_in(const struct kernel *k, unsigned long at,
					      unsigned long size)
{
	const struct kexec_segment *s;

	for (s = k->segments + k->nr; s-- > k->segments;)
		if (at < segment_at(s) + s->memsz && segment_at(s) < at + size)
			return s;
	return NULL;
}

/**
 * segments_check() - is all of it in memory, and nothing where something else is?
 * @k: the list
 * @iomem: /proc/iomem
 *
 * Return: 0, or -EINVAL.
 */
int segments_check(const struct kernel *k, const char *iomem)
{
	const struct kexec_segment *s;

	for (s = k->segments; s < k->segments + k->nr; s++) {
		const char *text = iomem;
		struct ram ram;

		/* the last one in its range is itself, unless another one is there, too */
		if (segment_in(k, segment_at(s), s->memsz) != s)
			return -EINVAL;
		do {
			text = iomem_next(text, &ram);
			if (!text)
				return -EINVAL;
		} while (segment_at(s) < ram.from || segment_at(s) + s->memsz - 1 > ram.to);
	}
	return 0;
}

/**
 * segments_room() - find room in memory, as high as can be
 * @k: what is there already
 * @iomem: /proc/iomem
 * @size: how much
 * @below: the end of what can be used
 *
 * Return: its physical address, 0 if there is none.
 */
unsigned long segments_room(const struct kernel *k, const char *iomem, unsigned long size,
			    unsigned long below)
{
	unsigned long found = 0;
	struct ram ram;

	size = PAGES(size);
	while ((iomem = iomem_next(iomem, &ram))) {
		unsigned long end = ram.to < below ? ram.to + 1 : below;
		const struct kexec_segment *s;
		unsigned long at;

		do {
			at = (end - size) & ~(KERNEL_PAGE - 1);
			if (end < size || at < ram.from)
				break;
			s = segment_in(k, at, size);
			if (!s && at > found)
				found = at;
			if (s)
				end = segment_at(s);
		} while (s);
	}
	return found;
}
