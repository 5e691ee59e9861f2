// SPDX-License-Identifier: GPL-2.0-only
#include "../fmt/fmt.h"

int modules_wanted(struct boot *b, const char *root)
{
	(void)b;
	(void)root;
	return 0;
}

int modules_load(struct boot *b)
{
	(void)b;
	return 0;
}
