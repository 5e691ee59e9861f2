// SPDX-License-Identifier: GPL-2.0-only
#include "../fmt/fmt.h"

/*
 * The directories that knit made in the cpio's root, and /mnt, where the new root
 * hung until now: an empty root holds no page. On kernels before 7.0 it stays for
 * good, below everything.
 */
static const char leftovers[][8] = {
	"proc", "sys", "dev", "tmp", "rom", "overlay", "mnt",
};

static void root_empty(int old)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(leftovers); i++)
		sys_unlinkat(old, leftovers[i], AT_REMOVEDIR);
	sys_close(old);
}

/*
 * Make the current directory the root. pivot_root works on a root that is no
 * rootfs, or on kernels from 7.0 on; elsewhere the new root is laid over the old.
 */
static int root_switch(struct boot *b)
{
	int old = -1;
	int err;

	if (b->mode == MODE_ROUTER)
		old = file_open("/", O_RDONLY | O_DIRECTORY);
	b->step = "switching root";
	err = sys_pivot_root(".", b->mode == MODE_PIVOT ? "rom" : ".");
	if (!err && b->mode == MODE_ROUTER)
		sys_umount2(".", MNT_DETACH);
	if (err && b->mode == MODE_ROUTER)
		err = sys_mount(".", "/", NULL, MS_MOVE, NULL);
	if (!err)
		err = sys_chroot(".");
	if (old >= 0)
		root_empty(old);
	return err;
}

/* The machine shall come back by itself if the real init dies: a panic is what follows. */
static void panic_reboots(void)
{
	char now[2];

	if (file_read("/proc/sys/kernel/panic", now, sizeof(now)) < 0 || now[0] == '0')
		file_write("/proc/sys/kernel/panic", STRING(CONFIG_KNIT_PANIC));
}

/* Returns only if @path cannot be executed; that is reported. */
static void init_try(struct boot *b, const char *path)
{
	int err;

	if (!path || !*path || !strcmp(path, b->argv[0]))
		return;
	b->env[0] = b->argv[0];
	b->argv[0] = (char *)path;
	err = sys_execve(path, b->argv, b->envp);
	b->argv[0] = b->env[0];
	b->step = path;
	report(b, "handover", err);
}

static const char *const inits[] = {
	CONFIG_KNIT_INIT, "/sbin/init", "/etc/init", "/bin/init", "/bin/sh",
};

/**
 * stage_handover() - become the real init
 * @b: the boot
 *
 * Return: only if there is no init that could be executed: the errno of the last.
 */
int stage_handover(struct boot *b)
{
	unsigned int i;
	int err;

	panic_reboots();
	mounts_move(b, b->root);
	err = sys_chdir(b->root);
	if (!err)
		err = root_switch(b);
	if (err)
		return err;
	say(b, "starting init", NULL);
	report(b, "handover", 0);
	watchdog_release(b);
	init_try(b, cmdline_get(b->cmdline, "knit.init="));
	init_try(b, cmdline_get(b->cmdline, "init="));
	for (i = 0; i < ARRAY_SIZE(inits); i++)
		init_try(b, inits[i]);
	b->step = "no init that works";
	return -ENOENT;
}
