/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * launch: runs a program as PID 1 of namespaces of its own, on a kernel that has
 * flash, disks and a devtmpfs of the test's making.
 */
#ifndef KNIT_SANDBOX_LAUNCH_H
#define KNIT_SANDBOX_LAUNCH_H

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))

/* launch.c */
void die(const char *what) __attribute__((noreturn));

/* tree.c */
void tree_copy(const char *from, const char *to);
void tree_loops(const char *stage);
void loop_node(const char *image, const char *node);

/* filter.c */
int kernel_filter(void);

/* kernel.c */
int kernel_timeout(void);
void kernel_late(int listener, const char *stage);
void kernel_answer(int listener, const char *stage);

#endif /* KNIT_SANDBOX_LAUNCH_H */
