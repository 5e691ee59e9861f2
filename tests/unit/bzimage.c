// SPDX-License-Identifier: GPL-2.0-only
/* bzimage_size() */
#include "../../init/fmt/fmt.h"
#include "tap.h"

static u8 head[BZIMAGE_HEADER] __attribute__((aligned(4)));

/* @paragraphs: 16 bytes each */
static u64 size(u8 sectors, u32 paragraphs)
{
	u32 little = le32(paragraphs);

	head[0x1f1] = sectors;
	memcpy(head + 0x1f4, &little, sizeof(little));
	memcpy(head + 0x202, "HdrS", 4);
	return bzimage_size(head);
}

int main(void)
{
	tap(!bzimage_size(head), "no kernel at all");
	tap(size(30, 1000) == 31 * 512 + 16000, "sectors and paragraphs");
	tap(size(0, 1) == 5 * 512 + 16, "no sectors are four");
	tap(size(255, 0xffffffff) == 256 * 512 + 0xffffffffull * 16, "the largest there can be");
	head[0x205] = 's';
	tap(!bzimage_size(head), "one bit of its name");
	return tap_done();
}
