// SPDX-License-Identifier: GPL-2.0-only
/* Who is still in the old overlay. */
#include "cmd.h"

#define PID_LAST	32768	/* include/linux/threads.h, PID_MAX_DEFAULT */
#define WRITABLE	0200	/* in a link's mode */

/*
 * Does this link lead into the old overlay, so that something could be changed there?
 * Those in /proc/PID/fd are writable if the file is; a cwd is always.
 */
static int holder(struct boot *b, const char *dir, const char *name)
{
	struct statx st;
	int n;

	path(b, dir, "/", name, NULL);
	n = sys_readlink(b->path, b->data, sizeof(b->data) - 1);
	if (n < 0)
		return 0;
	b->data[n] = '\0';
	if (strncmp(b->data, SWITCH_OLD, sizeof(SWITCH_OLD) - 1) ||
	    sys_statx(AT_FDCWD, b->path, AT_SYMLINK_NOFOLLOW, STATX_MODE, &st) ||
	    !(st.stx_mode & WRITABLE))
		return 0;
	b->count++;
	print("process ");
	print(b->want);
	print(" still has ");
	print(b->data + sizeof(SWITCH_OLD) - 1);
	print(" in the old root\n");
	return 0;
}

/**
 * holders() - name the processes that are in the old overlay, and could write there
 * @b: for messages
 *
 * Return: how many descriptors and current directories these are.
 */
unsigned int holders(struct boot *b)
{
	char dir[24];
	char *end;
	u32 pid;

	b->count = 0;
	for (pid = 1; pid <= PID_LAST; pid++) {
		b->want = dec(b, pid);
		end = join(dir, dir + sizeof(dir), "/proc/", b->want, NULL);
		holder(b, dir, "cwd");
		join(end, dir + sizeof(dir), "/fd", NULL);
		dir_each(b, dir, holder);
	}
	return b->count;
}
