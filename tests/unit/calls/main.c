// SPDX-License-Identifier: GPL-2.0-only
/*
 * The system-call stubs of a CPU, built as knit is. Arguments 5 and 6 are what
 * goes wrong: on mips they lie on the stack, where nolibc's macros put a wrong
 * pointer when the argument is a local at the bottom of the frame.
 *
 * Called with the name of a file of three pages: A…, B…, C….
 */
#include "sys.h"

#include <linux/mman.h>

#define PAGE	4096

struct sigarg {			/* fs/select.c, struct sigset_argpack */
	const struct sigset *set;
	size_t size;
};

long sys_pselect6(int n, void *in, void *out, void *ex,
		  const struct __kernel_timespec *timeout, const struct sigarg *sig);
long sys_mmap6(void *at, size_t len, int prot, int flags, int fd, unsigned long offset);
__entry __attribute__((noreturn)) void knit_start(long *stack);

static int count;
static int failed;

static void put(const char *s)
{
	sys_write(1, s, strlen(s));
}

static void put_number(long n)
{
	char text[24];
	char *s = text + sizeof(text) - 1;
	unsigned int left = n < 0 ? -n : n;

	*s = '\0';
	do {
		unsigned int tenth = left * 0xcccd >> 19;	/* up to 81,919; no libgcc */

		*--s = '0' + left - 10 * tenth;
		left = tenth;
	} while (left);
	if (n < 0)
		*--s = '-';
	put(s);
}

static __noinline void check(long got, long want, const char *what)
{
	put(got == want ? "ok " : "not ok ");
	put_number(++count);
	put(" - ");
	put(what);
	put("\n");
	if (got == want)
		return;
	failed = 1;
	put("# got ");
	put_number(got);
	put(", want ");
	put_number(want);
	put("\n");
}

/* The local is the only one, hence at the bottom of the frame. */
static __noinline long select_timeout(long nsec)
{
	struct __kernel_timespec timeout = { .tv_nsec = nsec };

	return sys_pselect6(0, NULL, NULL, NULL, &timeout, NULL);
}

static __noinline long select_both(long nsec, size_t size)
{
	struct sigset set = { { 0 } };
	struct __kernel_timespec timeout = { .tv_nsec = nsec };
	struct sigarg sig = { &set, size };

	return sys_pselect6(0, NULL, NULL, NULL, &timeout, &sig);
}

static __noinline long poll_size(size_t size)
{
	struct __kernel_timespec timeout = { 0 };
	struct sigset set = { { 0 } };

	return sys_ppoll(NULL, 0, &timeout, &set, size);
}

/* A file system that reads its options tells whether they arrived. */
static __noinline long mount_mode(char digit)
{
	char data[10];

	/* by bytes: scripts/kbuild/squeeze.awk packs strings, and there is no MIPS_FIXADE here */
	memcpy(data, "mode=0700", sizeof(data));
	data[5] = digit;
	return sys_mount("tmpfs", "/mnt", "tmpfs", 0, data);
}

static __noinline long page_at(const char *file, unsigned long page)
{
	int fd = sys_open(file, O_RDONLY, 0);
	unsigned long at = sizeof(long) == 4 ? page : page * PAGE;
	long map = sys_mmap6(NULL, PAGE, PROT_READ, MAP_PRIVATE, fd, at);

	sys_close(fd);
	return map < 0 && map > -PAGE ? map : *(const char *)map;
}

/* What the compiler keeps in registers over a call is still there behind it. */
static __noinline long kept(long a, long b, long c, long d, long e, long f, long g, long h)
{
	long sum = select_timeout(0) + sys_getpid() * 0;

	return sum + a + 2 * b + 4 * c + 8 * d + 16 * e + 32 * f + 64 * g + 128 * h;
}

void knit_start(long *stack)
{
	const char *file = ((char **)stack)[2];

	check(stack[0], 2, "argc is where _start says");
	check(sys_close(-1), -EBADF, "an error is a negative errno");
	check(sys_getpid() > 0, 1, "a call of no argument");
	check(select_timeout(0), 0, "argument 5 points at a local");
	check(select_timeout(2000000000), -EINVAL, "  whose contents arrive");
	check(select_both(0, sizeof(struct sigset)), 0, "arguments 5 and 6 point at locals");
	check(select_both(0, 3), -EINVAL, "  the contents of 6 arrive");
	check(select_both(2000000000, sizeof(struct sigset)), -EINVAL, "  and those of 5");
	check(poll_size(sizeof(struct sigset)), 0, "argument 5 is a number");
	check(poll_size(3), -EINVAL, "  that arrives");
	check(page_at(file, 0), 'A', "argument 5 is a descriptor, 6 is 0");
	check(page_at(file, 2), 'C', "  6 is an offset");
	check(mount_mode('0'), 0, "mount() reads its data from a local");
	check(mount_mode('9'), -EINVAL, "  and refuses wrong ones");
	check(kept(1, 1, 1, 1, 1, 1, 1, 1), 255, "registers survive");
	put("1..");
	put_number(count);
	put("\n");
	sys_exit(failed);
}
