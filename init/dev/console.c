// SPDX-License-Identifier: GPL-2.0-only
#include "../fmt/fmt.h"
#include "../../boards/board.h"

/**
 * console_take() - put descriptors 0 to 2 on a console
 * @path: its node
 *
 * Those that PID 1 begins with were opened by the kernel on the cpio's own node and
 * would keep the old root alive (kernels from 7.0 on can drop it whole). If there was
 * none, they are free, and nothing else shall get them.
 *
 * Return: 0, or a negative errno.
 */
int console_take(const char *path)
{
	int fd = sys_open(path, O_RDWR | O_NOCTTY, 0);
	int i;

	if (fd < 0)
		return fd;
	for (i = 0; i < 3; i++)
		sys_dup3(fd, i, 0);	/* -EINVAL if it is that one already */
	if (fd > 2)
		sys_close(fd);
	return 0;
}

#ifdef CONFIG_KNIT_FAILSAFE_FULL
/**
 * consoles_list() - the kernel's active consoles, and those that the board adds
 * @b: the boot
 *
 * Return: their names, a NUL behind each, two at the end, in b->consoles; `console` and the
 * board's if the kernel does not tell.
 */
const char *consoles_list(struct boot *b)
{
	const char *more = b->board ? b->board->consoles : NULL;
	char *names = b->consoles;
	const char *end = names + KNIT_LINE_MAX;
	int n = file_read("/sys/class/tty/console/active", names, KNIT_LINE_MAX);

	join(n > 0 ? names + n : names, end, n > 0 ? " " : "console ", more, NULL);
	cmdline_split(names);
	return names;
}
#endif
