// SPDX-License-Identifier: GPL-2.0-only
/* Built without an environment of its own: the kernel's goes on as it is. */
#include "knit.h"

char **environment(struct boot *b)
{
	return b->envp;
}
