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

/* What report.c and log.c call: the test program answers. */
long sys_close(int fd);
long sys_mkdirat(int dir, const char *path, int mode);
long sys_write(int fd, const void *buf, size_t len);

#endif /* KNIT_TEST_HOST_H */
