// SPDX-License-Identifier: GPL-2.0-only
/*
 * The real init of the bench: the first thing that it does is to leave a line in
 * the kernel's log, whose time is the one that counts. Only then it makes what it
 * needs and prints, on the console, the kernel's log and what the memory is like.
 *
 * /dev/kmsg is a node in the squashfs too, for roots that have no /dev yet.
 */
#include "fmt/fmt.h"

#include <asm/unistd.h>

#define CLONE_NEWNS	0x00020000	/* include/uapi/linux/sched.h */

/* Calls that knit has no stub for: two arguments, in no hurry. */
static long call(long number, long first, long second)
{
	register long v0 __asm__("$2") = number;
	register long a0 __asm__("$4") = first;
	register long a1 __asm__("$5") = second;
	register long a3 __asm__("$7");

	__asm__ volatile("syscall" : "+r"(v0), "=r"(a3) : "r"(a0), "r"(a1)
			 : "$1", "$3", "$8", "$9", "$10", "$11", "$12", "$13", "$14",
			   "$15", "$24", "$25", "hi", "lo", "memory");
	return a3 ? -v0 : v0;
}

static char text[16384];
static size_t filled;

static void put(const char *s, size_t len)
{
	sys_write(1, s, len);
}

static void put_string(const char *s)
{
	put(s, strlen(s));
}

/* Read it now, print it later: printing takes memory too. */
static void keep(const char *path)
{
	int fd = sys_open(path, O_RDONLY, 0);
	int n;

	while (fd >= 0 && filled < sizeof(text) &&
	       (n = sys_read(fd, text + filled, sizeof(text) - filled)) > 0)
		filled += n;
	sys_close(fd);
}

/* The kernel's log as /dev/kmsg has it: level, number, microseconds; text. */
static void put_log(void)
{
	int fd = sys_open("/dev/kmsg", O_RDONLY | O_NONBLOCK, 0);
	int n;

	while (fd >= 0 && (n = sys_read(fd, text, sizeof(text))) > 0)
		put(text, n);
	sys_close(fd);
}

/*
 * What lies in the rootfs below: a new mount namespace, from which one root after
 * the other is taken away until only the kernel's own is left, which refuses.
 */
static void put_below(void)
{
	struct dirent64 *d = (void *)text;
	int tries;
	int fd;
	int n;
	int at;

	put_string("bench: below:\n");
	if (call(__NR_unshare, CLONE_NEWNS, 0))
		return;
	fd = sys_open("/proc/self/ns/mnt", O_RDONLY, 0);
	call(__NR_setns, fd, CLONE_NEWNS);
	for (tries = 0; tries < 64 && !sys_umount2("/", MNT_DETACH); tries++)
		if (call(__NR_setns, fd, CLONE_NEWNS) || sys_chdir("/"))
			return;
	fd = sys_open("/", O_RDONLY | O_DIRECTORY, 0);
	n = sys_getdents64(fd, d, sizeof(text));
	for (at = 0; at < n; at += d->reclen) {
		d = (void *)(text + at);
		if (d->name[0] == '.')
			continue;
		put_string(d->name);
		put_string("\n");
	}
	put_string("bench: below ends\n");
}

__entry __attribute__((noreturn)) void knit_start(long *stack)
{
	static const char first[] = "<5>bench: init\n";
	int fd = sys_open("/dev/kmsg", O_WRONLY | O_CLOEXEC, 0);

	(void)stack;
	sys_write(fd, first, sizeof(first) - 1);
	sys_close(fd);
	sys_mount("proc", "/proc", "proc", 0, NULL);	/* EBUSY where it is there */
	keep("/proc/meminfo");
	keep("/proc/zoneinfo");
	put_string("\nbench: memory:\n");
	put(text, filled);
	put_string("bench: log:\n");
	put_log();
	put_below();
	put_string("bench: end\n");
	for (;;)
		sys_rt_sigtimedwait(&(struct sigset){ { 0 } }, NULL, NULL,
				    sizeof(struct sigset));
}
