// SPDX-License-Identifier: GPL-2.0-only
/* Where the resident process comes from: knit, copied to memory, and with nothing else left. */
#include "node.h"

#include <linux/wait.h>

#define CLONE_VFORK	0x4000	/* include/uapi/linux/sched.h */

#define PLACE		NODE_RAM "/tmp"		/* empty, and nobody looks */
#define DEV_NULL	0x103	/* 1:3, 1:11, 10:130, Documentation/admin-guide/devices.txt */
#define DEV_KMSG	0x10b
#define DEV_WATCHDOG	0xa82

/* include/uapi/linux/memfd.h, fcntl.h */
#define MFD_CLOEXEC		1
#define MFD_ALLOW_SEALING	2
#define MFD_EXEC		0x10	/* from 6.3 on; without it they warn */
#define F_ADD_SEALS		1033
#define F_SEAL_ALL		0xf	/* seal, shrink, grow, write */
#define AT_EMPTY_PATH		0x1000

#ifdef CONFIG_KNIT_APART
#define PAGE_MOST	0x10000		/* the largest page of a kernel that this runs on */

/* arch/knit-apart.lds; the segments are .cold, .warm, all the rest, and the stack */
extern const struct program {
	struct elf_header head;
	struct elf_segment segments[4];
} knit_begin;
extern const char knit_both_end[];

/* A program of what stays: one segment with that, and with all variables. */
static int program_write(struct boot *b, int fd)
{
	struct program p = knit_begin;
	struct elf_segment *s = p.segments;
	long size = (unsigned long)knit_both_end - (unsigned long)knit_alone;

	(void)b;
	s->vaddr = (unsigned long)knit_alone;
	s->offset = PAGE_MOST + s->vaddr % PAGE_MOST;
	s->size = size;
	s->memsize = s[2].vaddr + s[2].memsize - s->vaddr;
	s[1].type = PT_NULL;
	s[2].type = PT_NULL;
	if (sys_write(fd, &p, sizeof(p)) != sizeof(p) || sys_lseek(fd, s->offset, 0) < 0 ||
	    sys_write(fd, knit_alone, size) != size)
		return -ENOSPC;
	return 0;
}
#else
/* All of this program. */
static int program_write(struct boot *b, int fd)
{
	int from = file_open("/proc/self/exe", O_RDONLY);
	int n = from;

	while (n >= 0) {
		n = sys_read(from, b->text, sizeof(b->text));
		if (n <= 0)
			break;
		if (sys_write(fd, b->text, n) != n)
			n = -ENOSPC;
	}
	sys_close(from);
	return n;
}
#endif

/* What stays, where no file system has it. Return: its descriptor, or a negative errno. */
static int program_copy(struct boot *b)
{
	int fd = sys_memfd_create("knit", MFD_CLOEXEC | MFD_ALLOW_SEALING | MFD_EXEC);
	int err;

	if (fd == -EINVAL)
		fd = sys_memfd_create("knit", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	if (fd < 0)
		return fd;
	err = program_write(b, fd);
	if (!err)
		err = sys_fcntl(fd, F_ADD_SEALS, F_SEAL_ALL);
	return err ? err : fd;
}

/*
 * Mounts of its own, of which no name is left: nobody finds them in the way. procfs, where it
 * stays, leads to the image; the nodes are what a process needs that has to do with nothing else.
 */
static int place_take(void)
{
	int err = sys_mount("proc", PLACE, "proc", 0, NULL);
	int fd = file_open(PLACE, O_RDONLY | O_DIRECTORY);

	if (!err)
		err = sys_umount2(PLACE, MNT_DETACH);
	if (!err)
		err = sys_mount("tmpfs", PLACE, "tmpfs", 0, "size=16k,mode=0755");
	if (!err)
		err = sys_chdir(PLACE);
	if (err)
		return err;
	sys_umount2(PLACE, MNT_DETACH);
	dir_make("dev");
	sys_mknod("dev/null", S_IFCHR | 0600, DEV_NULL);
	sys_mknod("dev/kmsg", S_IFCHR | 0600, DEV_KMSG);
	sys_mknod("dev/watchdog", S_IFCHR | 0600, DEV_WATCHDOG);
	return sys_chroot(".") ?: sys_fchdir(fd);
}

/*
 * In the child. No signal ends it but SIGKILL, and a shutdown by systemd spares who has such a
 * name (systemd.io/ROOT_STORAGE_DAEMONS).
 */
static int resident_start(struct boot *b)
{
	static const struct sigset all = { { [0 ... ARRAY_SIZE(all.sig) - 1] = -1ul } };
	char *argv[4 + IS_ENABLED(CONFIG_KNIT_NODE_LOG)] = {
		NODE_NAME, b->path, (char *)b->want,
	};
	int fd = program_copy(b);
	int err;

	if (fd < 0)
		return fd;
	if (IS_ENABLED(CONFIG_KNIT_NODE_LOG))
		argv[3] = b->log;
	file_write("/proc/self/oom_score_adj", "-1000");
	sys_setsid();
	sys_rt_sigprocmask(SIG_SETMASK, &all, NULL, sizeof(all));
	err = place_take();
	if (err)
		return err;
	console_take("/dev/null");
	return sys_execveat(fd, "", argv, environment(b), AT_EMPTY_PATH);
}

/**
 * stage_resident() - start the process that stays
 * @b: the boot
 *
 * The mounts that it needs for that are moved next, so the boot goes on when it is itself.
 *
 * Return: 0, or a negative errno, with b->step.
 */
int stage_resident(struct boot *b)
{
	int status = node_server(b, b->path);
	int pid;

	if (status)
		return status;
	b->want = NULL;
	if (is_walt(b))
		b->want = "walt";
	try(b, "a program in memory");
	pid = sys_clone(CLONE_VFORK | SIGCHLD, NULL, NULL, 0, NULL);
	if (!pid)
		sys_exit(-resident_start(b));
	if (pid < 0)
		return pid;
	sys_wait4(pid, &status, WNOHANG, NULL);
	return -(status >> 8);
}
