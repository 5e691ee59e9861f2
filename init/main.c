// SPDX-License-Identifier: GPL-2.0-only
#include "knit.h"
#ifdef CONFIG_KNIT_NODE_RESIDENT
#include "node/node.h"
#endif

struct boot boot;

/**
 * knit_start() - where the program starts: PID 1 boots, any other is a command
 * @stack: argc, argv and envp as the kernel has laid them out
 */
void knit_start(long *stack)
{
	struct boot *b = &boot;

	b->at = b->line;
	b->text_at = b->line;
	b->argv = (char **)stack + 1;
	b->envp = b->argv + *stack + 1;
	if (IS_ENABLED(CONFIG_KNIT_LOG) || IS_ENABLED(CONFIG_KNIT_ROOT) ||
	    IS_ENABLED(CONFIG_KNIT_NODE))
		b->tmp = "/tmp";
	if (IS_ENABLED(CONFIG_KNIT_LOG))
		b->since = uptime_us();
#ifdef CONFIG_KNIT_NODE_RESIDENT
	if (!strcmp(b->argv[0], NODE_NAME))
		resident(b);
#endif
	if (sys_getpid() != 1)
		sys_exit(command(b, b->argv));
	boot_run(b);
}
