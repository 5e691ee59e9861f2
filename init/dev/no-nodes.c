// SPDX-License-Identifier: GPL-2.0-only
/* Built for kernels with devtmpfs: nodes come and go by themselves. */
#include "../knit.h"

void nodes_make(struct boot *b)
{
	(void)b;
}

void nodes_update(struct boot *b)
{
	(void)b;
}
