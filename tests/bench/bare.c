// SPDX-License-Identifier: GPL-2.0-only
/*
 * The whole job of a router's boot as a list of system calls: no decision, no
 * message, no error looked at, every argument known beforehand (the bench gives
 * the offsets with -D). As little as it can take, hence what knit is held against.
 *
 * BENCH_JFFS2: the writable half is jffs2 with its directories, else RAM.
 * BENCH_MARKS: leaves a line in the kernel's log behind each stage.
 */
#include "fmt/fmt.h"

#include <linux/blkpg.h>

#define MTD_MASTER	"/dev/mtd0"
#define MTD_ROOTFS	"/dev/mtdblock9"
#define MTD_DATA	"/dev/mtdblock10"

#ifdef BENCH_JFFS2
#define WRITABLE	"/overlay"
#else
#define WRITABLE	"/tmp/root"
#endif

#ifdef BENCH_MARKS
#define mark(stage)							\
	do {								\
		int fd = sys_open("/dev/kmsg", O_WRONLY, 0);	\
		sys_write(fd, "<5>bare: " stage "\n", 9 + sizeof(stage));	\
		sys_close(fd);						\
	} while (0)
#else
#define mark(stage)	do { } while (0)
#endif

static __noinline void make(const char *source, const char *target, const char *type,
			    unsigned long flags, const void *data)
{
	sys_mkdir(target, 0755);
	sys_mount(source, target, type, flags, data);
}

static __noinline void add(int fd, const char *name, long long at, long long size)
{
	struct blkpg_partition part = { .start = at, .length = size };
	struct blkpg_ioctl_arg arg = {
		.op = BLKPG_ADD_PARTITION, .datalen = sizeof(part), .data = &part,
	};

	memcpy(part.devname, name, strlen(name));
	sys_ioctl(fd, BLKPG, &arg);
}

static void early(void)
{
	make("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL);
	make("sysfs", "/sys", "sysfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL);
	make("devtmpfs", "/dev", "devtmpfs", MS_NOSUID | MS_NOEXEC, "mode=0755");
	make("tmpfs", "/tmp", "tmpfs", MS_NOSUID | MS_NODEV | MS_NOATIME, "mode=1777");
	mark("early");
}

static void flash(void)
{
	int fd = sys_open(MTD_MASTER, O_RDWR | O_CLOEXEC, 0);

	add(fd, "u-boot", BENCH_U_BOOT);
	add(fd, "firmware", BENCH_FIRMWARE);
	add(fd, "state", BENCH_STATE);
	add(fd, "u-boot-env", BENCH_U_BOOT_ENV);
	add(fd, "kernel", BENCH_KERNEL);
	add(fd, "rootfs", BENCH_ROOTFS);
	add(fd, "rootfs_data", BENCH_ROOTFS_DATA);
	sys_close(fd);
	make(MTD_ROOTFS, "/rom", "squashfs", MS_RDONLY, NULL);
	mark("flash");
}

static void overlay(void)
{
#ifdef BENCH_JFFS2
	make(MTD_DATA, "/overlay", "jffs2", MS_NOATIME, NULL);
#else
	make("tmpfs", WRITABLE, "tmpfs", MS_NOATIME, "mode=0755");
	sys_mkdir(WRITABLE "/upper", 0755);
	sys_mkdir(WRITABLE "/work", 0755);
#endif
	make("overlayfs:" WRITABLE, "/mnt", "overlay", MS_NOATIME,
	     "lowerdir=/rom,upperdir=" WRITABLE "/upper,workdir=" WRITABLE "/work");
	mark("overlay");
}

static void move(void)
{
	sys_mount("/proc", "/mnt/proc", NULL, MS_MOVE, NULL);
	sys_mount("/sys", "/mnt/sys", NULL, MS_MOVE, NULL);
	sys_mount("/dev", "/mnt/dev", NULL, MS_MOVE, NULL);
	sys_mount("/tmp", "/mnt/tmp", NULL, MS_MOVE, NULL);
	sys_mount("/rom", "/mnt/rom", NULL, MS_MOVE, NULL);
#ifdef BENCH_JFFS2
	sys_mount("/overlay", "/mnt/overlay", NULL, MS_MOVE, NULL);
#endif
}

static void handover(void)
{
	int old = sys_open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);

	sys_chdir("/mnt");
	sys_mount(".", "/", NULL, MS_MOVE, NULL);
	sys_chroot(".");
	sys_unlinkat(old, "init", 0);
	sys_unlinkat(old, "dev/console", 0);
	sys_unlinkat(old, "proc", AT_REMOVEDIR);
	sys_unlinkat(old, "sys", AT_REMOVEDIR);
	sys_unlinkat(old, "dev", AT_REMOVEDIR);
	sys_unlinkat(old, "tmp", AT_REMOVEDIR);
	sys_unlinkat(old, "rom", AT_REMOVEDIR);
#ifdef BENCH_JFFS2
	sys_unlinkat(old, "overlay", AT_REMOVEDIR);
#endif
	sys_unlinkat(old, "root", AT_REMOVEDIR);
	sys_unlinkat(old, "mnt", AT_REMOVEDIR);
	sys_close(old);
	mark("handover");
}

__entry __attribute__((noreturn)) void knit_start(long *stack)
{
	char **argv = (char **)stack + 1;

	early();
	flash();
	overlay();
	move();
	handover();
	argv[0] = "/sbin/init";
	sys_execve(argv[0], argv, argv + *stack + 1);
	sys_exit(1);
}
