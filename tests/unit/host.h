/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What init/sys.h takes from nolibc and the kernel, taken from the host's libc:
 * the tests are compiled with -include host.h -DKNIT_HOST_TEST.
 */
#ifndef KNIT_TEST_HOST_H
#define KNIT_TEST_HOST_H

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <linux/types.h>

#define __entry
struct __kernel_timespec;

/* As init/sys.h and nolibc have them. */
struct dirent64 {
	__u64 ino;
	__s64 off;
	__u16 reclen;
	__u8 type;
	char name[];
};

#define DT_UNKNOWN	0
#define DT_CHR		2
#define DT_DIR		4
#define DT_REG		8

/* What report.c, log.c, file.c and who uses flash call: the test program answers. */
long sys_chdir(const char *path);
long sys_close(int fd);
long sys_finit_module(int fd, const char *options, int flags);
long sys_getdents64(int fd, struct dirent64 *buf, unsigned int len);
long sys_ioctl(int fd, unsigned long request, const void *arg);
long sys_lseek(int fd, long offset, int whence);
long sys_mkdir(const char *path, int mode);
long sys_open(const char *path, int flags, int mode);
long sys_read(int fd, void *buf, size_t len);
long sys_readlink(const char *path, char *buf, size_t len);
long sys_rmdir(const char *path);
long sys_uname(void *name);
long sys_unlink(const char *path);
long sys_write(int fd, const void *buf, size_t len);

#endif /* KNIT_TEST_HOST_H */
