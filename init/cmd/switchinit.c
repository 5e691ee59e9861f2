// SPDX-License-Identifier: GPL-2.0-only
/* Give the machine to one program in RAM: Documentation/switchinit.rst */
#include "cmd.h"

enum switch_option { SWITCH_NET, SWITCH_WITH, SWITCH_ASK, SWITCH_OPTIONS };

/* What comes before the program, then the program. b->options becomes what asks init. */
static int arguments(struct boot *b)
{
	static const char names[] = "--net\0--with\0--ask\0";
	char *arg;

	for (; (arg = *b->argv) && *arg == '-'; b->argv++) {
		unsigned int option = words_index(names, arg);

		if (option == SWITCH_OPTIONS)
			return -EINVAL;
		if (option == SWITCH_NET) {
			file_make("net", "");
			continue;
		}
		arg = *++b->argv;
		if (!arg)
			return -EINVAL;
		if (option == SWITCH_WITH)
			ramroot_want(b, arg);
		else
			b->options = arg;
	}
	if (!arg)
		return -EINVAL;
	ramroot_want(b, arg);
	return 0;
}

/* The program's arguments, as they lie in memory: a NUL behind each. */
static int request_write(struct boot *b)
{
	const char *begin = *b->argv;
	const char *end = begin;
	int fd = sys_open(KNIT_REQUEST, O_WRONLY | O_CREAT, 0600);
	int n;

	for (; *b->argv; b->argv++)
		end = *b->argv + strlen(*b->argv) + 1;
	n = sys_write(fd, begin, end - begin);
	sys_close(fd);
	return n < 0 ? n : 0;
}

/* The root in RAM, with all that goes into it. */
static int ramroot(struct boot *b)
{
	int err = mount_at("tmpfs", KNIT_RAMROOT, "tmpfs", MS_NOATIME, "mode=0755");

	/* the current directory, so that no `umount -a` takes it away */
	if (!err)
		err = sys_chdir(KNIT_RAMROOT);
	if (err)
		return err;
	try(b, "arguments");
	err = arguments(b);
	if (!err)
		err = ramroot_fill(b);
	if (err)
		return err;
	try(b, KNIT_RAMROOT);
	sys_mkdir("sbin", 0755);
	sys_mkdir("rom", 0755);
	err = ramroot_copy(b, "/proc/self/exe", "sbin/knit");
	sys_symlink("knit", "sbin/upgraded");
	return err ?: request_write(b);
}

/* In a child: the command that makes init become /sbin/upgraded, or /sbin/knit. */
static int ask(struct boot *b)
{
	b->words[0] = "sh";
	b->words[1] = "-c";
	b->words[2] = (char *)b->options;
	sys_rt_sigprocmask(SIG_SETMASK, &b->none, NULL, sizeof(b->none));
	return b->options ? sys_execve("/bin/sh", b->words, b->envp) : sys_kill(1, SIGQUIT);
}

/**
 * cmd_switchinit() - let knit take process 1's place, stop all, and run a program from RAM
 * @b: for messages; the arguments are options, the program and its own
 *
 * Return: only if that failed: a negative errno, with b->step.
 */
int cmd_switchinit(struct boot *b)
{
	static const struct __kernel_timespec patience = { .tv_sec = CONFIG_KNIT_SWITCHINIT_WAIT };
	int err;

	sys_mkdir("/tmp/knit", 0755);
	try(b, KNIT_RAMROOT);
	err = ramroot(b);
	if (!err) {
		try(b, "asking init");
		err = child_run(b, ask, CONFIG_KNIT_SWITCHINIT_WAIT);
	}
	if (!err) {
		sys_rt_sigtimedwait(&b->none, NULL, &patience, sizeof(b->none));
		err = -ETIMEDOUT;
	}
	sys_umount2(KNIT_RAMROOT, MNT_DETACH);
	return err;
}
