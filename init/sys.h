/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * System calls and the C that goes with them.
 *
 * Types, structures and string functions are nolibc's (tools/include/nolibc of
 * the kernel). Its system calls are not used: they are macros that cannot live
 * in MIPS16 code, lack half of what is needed here, and on mips pass a wrong
 * pointer as argument 5. Ours are out of line, one stub of a few bytes per call
 * in arch/<cpu>/entry.c, made from the list in syscalls.h. Each returns what the
 * kernel returns: a value, or a negative errno.
 */
#ifndef KNIT_SYS_H
#define KNIT_SYS_H

/*
 * nolibc.h as a whole brings the calls and the startup code along, so the two
 * headers that lead to them count as read already.
 */
#ifndef KNIT_HOST_TEST
#define _NOLIBC_H
#define _NOLIBC_ARCH_H
#include <stdarg.h>
#include "types.h"

/* Called from outside of what -fwhole-program (gcc only) sees. */
#ifdef __clang__
#define __entry		__attribute__((used))
#else
#define __entry		__attribute__((used, externally_visible))
#endif

/* The compiler makes calls of these by itself, when it no longer looks who does. */
__entry void *memset(void *dst, int b, size_t len);
__entry void *memcpy(void *dst, const void *src, size_t len);
#include "string.h"

/* nolibc's strdup() names it; there is no heap here. */
static __attribute__((unused)) void *malloc(size_t len)
{
	(void)len;
	return NULL;
}

#define AT_FDCWD	(-100)	/* include/uapi/linux/fcntl.h */
#define AT_REMOVEDIR	0x200
#define AT_SYMLINK_NOFOLLOW 0x100
#define AT_STATX_DONT_SYNC 0x4000

#include <linux/types.h>
#include <linux/errno.h>
#include <linux/mman.h>
#include <linux/mount.h>
#include <linux/reboot.h>
#include <linux/stat.h>
#include <linux/sysinfo.h>
#include <linux/time_types.h>
#include <asm/fcntl.h>
#include <asm/ioctls.h>
#ifndef POLLIN			/* nolibc's types.h had it up to 6.x */
#include <asm/poll.h>
#endif
#include <asm/signal.h>
#include <asm/statfs.h>

#define MNT_DETACH	2	/* include/linux/fs.h */

#define sigmask(n)	(1ul << ((n) - 1))

/* struct statfs with 64-bit counts has a size argument on 32-bit CPUs only. */
#if __SIZEOF_LONG__ == 4
typedef struct statfs64 kstatfs;
long sys_statfs64(const char *path, size_t size, struct statfs64 *st);

static inline long sys_statfs(const char *path, struct statfs64 *st)
{
	return sys_statfs64(path, sizeof(*st), st);
}
#else
typedef struct statfs kstatfs;
long sys_statfs(const char *path, struct statfs *st);
#endif

struct sigset;

struct dirent64 {		/* include/linux/dirent.h, struct linux_dirent64 */
	__u64 ino;
	__s64 off;
	__u16 reclen;
	__u8 type;
	char name[];
};

long sys_accept4(int fd, void *addr, int *len, int flags);
long sys_add_key(const char *type, const char *name, const void *payload, size_t len, int ring);
long sys_bind(int fd, const void *addr, int len);
long sys_chdir(const char *path);
long sys_chroot(const char *path);
long sys_clock_gettime(int clock, struct __kernel_timespec *now);
long sys_clock_settime(int clock, const struct __kernel_timespec *now);
long sys_clone(unsigned long flags, void *stack, int *ptid, unsigned long tls, int *ctid);
long sys_close(int fd);
long sys_connect(int fd, const void *addr, int len);
long sys_dup3(int from, int to, int flags);
long sys_execve(const char *path, char *const *argv, char *const *envp);
long sys_execveat(int dir, const char *path, char *const *argv, char *const *envp, int flags);
void sys_exit(int status) __attribute__((noreturn));
long sys_fchdir(int fd);
long sys_fchmodat(int dir, const char *path, int mode);
long sys_fcntl(int fd, int command, long arg);
long sys_getdents64(int fd, struct dirent64 *buf, unsigned int len);
long sys_finit_module(int fd, const char *options, int flags);
long sys_flock(int fd, int how);
long sys_ftruncate(int fd, long size);
long sys_getpid(void);
long sys_getrandom(void *buf, size_t len, unsigned int flags);
long sys_ioctl(int fd, unsigned long request, const void *arg);
long sys_kexec_file_load(int kernel, int initrd, unsigned long size, const char *cmdline,
			 unsigned long flags);
long sys_kexec_load(unsigned long entry, unsigned long nr, const void *segments,
		    unsigned long flags);
long sys_keyctl(int op, long key, const void *arg3, const void *arg4, const void *arg5);
long sys_kill(int pid, int sig);
long sys_lgetxattr(const char *path, const char *name, void *value, size_t size);
long sys_listen(int fd, int backlog);
long sys_lseek(int fd, long offset, int whence);
long sys_lsetxattr(const char *path, const char *name, const void *value, size_t size,
		   int flags);
long sys_memfd_create(const char *name, unsigned int flags);
long sys_mkdir(const char *path, int mode);
long sys_mknod(const char *path, int mode, unsigned int dev);
long sys_mlock2(const void *at, size_t len, int flags);
long sys_mmap(void *at, size_t len, int prot, int flags, int fd, long offset);
long sys_mount(const char *source, const char *target, const char *type,
	       unsigned long flags, const void *data);
long sys_open(const char *path, int flags, int mode);
long sys_pidfd_open(int pid, unsigned int flags);
long sys_pivot_root(const char *new_root, const char *put_old);
long sys_ppoll(void *fds, unsigned int n, const struct __kernel_timespec *timeout,
	       const struct sigset *mask, size_t size);
long sys_read(int fd, void *buf, size_t len);
long sys_readlink(const char *path, char *buf, size_t len);
long sys_reboot(int magic1, int magic2, unsigned int cmd, void *arg);
long sys_recvfrom(int fd, void *data, size_t len, int flags, void *addr, int *size);
long sys_rt_sigprocmask(int how, const struct sigset *set, struct sigset *old,
			size_t size);
long sys_rt_sigtimedwait(const struct sigset *set, void *info,
			 const struct __kernel_timespec *timeout, size_t size);
long sys_sched_setscheduler(int pid, int policy, const int *priority);
long sys_sendto(int fd, const void *data, size_t len, int flags, const void *addr, int size);
long sys_sethostname(const char *name, size_t len);
long sys_setsid(void);
long sys_setsockopt(int fd, int level, int name, const void *value, int len);
long sys_shutdown(int fd, int how);
long sys_socket(int domain, int type, int protocol);
long sys_statx(int dir, const char *path, int flags, unsigned int mask, struct statx *st);
long sys_swapoff(const char *path);
long sys_swapon(const char *path, int flags);
long sys_symlinkat(const char *target, int dir, const char *path);
long sys_sync(void);
long sys_sysinfo(struct sysinfo *info);
long sys_umount2(const char *target, int flags);
long sys_uname(void *name);
long sys_unlinkat(int dir, const char *path, int flags);
long sys_utimensat(int dir, const char *path, const struct __kernel_timespec *times,
		   int flags);
long sys_wait4(int pid, int *status, int options, void *usage);
long sys_write(int fd, const void *buf, size_t len);

/* mips has the calls without a directory, see syscalls.h; elsewhere they are these. */
#ifdef __mips__
long sys_rename(const char *from, const char *to);
long sys_rmdir(const char *path);
long sys_symlink(const char *target, const char *path);
long sys_unlink(const char *path);
#else
long sys_renameat2(int from_dir, const char *from, int to_dir, const char *to,
		   unsigned int flags);

static inline long sys_rename(const char *from, const char *to)
{
	return sys_renameat2(AT_FDCWD, from, AT_FDCWD, to, 0);
}

static inline long sys_rmdir(const char *path)
{
	return sys_unlinkat(AT_FDCWD, path, AT_REMOVEDIR);
}

static inline long sys_symlink(const char *target, const char *path)
{
	return sys_symlinkat(target, AT_FDCWD, path);
}

static inline long sys_unlink(const char *path)
{
	return sys_unlinkat(AT_FDCWD, path, 0);
}
#endif
#endif /* KNIT_HOST_TEST */

/* The kernel's own set of signals: 128 on mips, 64 elsewhere (_NSIG). */
#ifdef __mips__
#define KNIT_NSIG	128
#else
#define KNIT_NSIG	64
#endif

struct sigset {
	unsigned long sig[KNIT_NSIG / (8 * sizeof(long))];
};

typedef __u8 u8;
typedef __u16 u16;
typedef __u32 u32;
typedef __u64 u64;

#define STRING_(x)	#x
#define STRING(x)	STRING_(x)	/* a number of the configuration as text */
#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))
#define __noinline	__attribute__((noinline))
#ifdef CONFIG_KNIT_APART
#define __apart		__noinline	/* see arch/knit-apart.lds */
#else
#define __apart
#endif
#ifndef IS_ENABLED
#define __knit_one_1			0,
#define __knit_second(ignored, val, ...)	val
#define __knit_is(junk)			__knit_second(junk 1, 0)
#define __knit_is_(val)			__knit_is(__knit_one_##val)
#define IS_ENABLED(option)		__knit_is_(option)
#endif

#endif /* KNIT_SYS_H */
