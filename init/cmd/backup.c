// SPDX-License-Identifier: GPL-2.0-only
#include "cmd.h"

/*
 * What was changed in /etc, and in what the lists of sysupgrade name, in the internal
 * overlay: below an external root that is to be seen in /rom. The lists are its own, those
 * of the running system, and the ROM's. What was deleted there is a device, which no archive
 * can bring back, and is left out. One name a line, and no busybox's tar has to know -T.
 */
static char script[] =
	"exec 3>\"$0\" || exit\n"
	"for d in /rom/overlay /overlay /tmp/root; do [ -d $d/upper ] && break; done\n"
	"cd $d/upper || exit\n"
	"set -f\n"
	"IFS='\n'\n"
	"tar -czf - $(exec 2>/dev/null\n"
	"set +f\n"
	"unset IFS\n"
	"{ echo etc; for r in . '' /rom; do cat $r/etc/sysupgrade.conf $r/lib/upgrade/keep.d/*\n"
	"done | sed -n s,^/,,p; } |\n"
	"while read -r f; do find $f ! -type d ! -type c; done | sort -u) >&3\n";

/**
 * cmd_backup() - save the configuration, as sysupgrade restores it
 * @b: b->argv: the file
 *
 * By the shell, find and tar of the system.
 *
 * Return: -EINVAL without a file; the errno of exec, -ENOENT if there is no shell.
 */
int cmd_backup(struct boot *b)
{
	char *argv[5] = { "sh", "-c", script, b->argv[0], NULL };

	try(b, "which file");
	if (!b->argv[0])
		return -EINVAL;
	try(b, "/bin/sh");
	return sys_execve("/bin/sh", argv, b->envp);
}
