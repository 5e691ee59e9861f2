// SPDX-License-Identifier: GPL-2.0-only
/* What is mounted becomes read-only before another kernel starts; and writable, if none does. */
#include "../../init/knit.h"
#include "tap.h"

#include <linux/mount.h>
#include <linux/time_types.h>

#include <asm/statfs.h>

#if __SIZEOF_LONG__ == 4
typedef struct statfs64 kstatfs;
#else
typedef struct statfs kstatfs;
#endif

struct boot boot;

static char done[16384];	/* the mounts that were asked for */
static const char *busy;	/* where somebody has a file open for writing */
static int turns;		/* how often that is found, before it is closed */
static int waits;

long sys_mount(const char *source, const char *target, const char *type, unsigned long flags,
	       const void *data)
{
	char what[256];

	if (source || type || data)
		return -EINVAL;
	if (busy && !strcmp(busy, target) && turns && turns--)
		return -EBUSY;
	snprintf(what, sizeof(what), "%s %lx|", target, flags & ~(unsigned long)MS_REMOUNT);
	strncat(done, flags & MS_REMOUNT ? what : "?", sizeof(done) - strlen(done) - 1);
	return 0;
}

/* /tmp is nosuid,nodev and ST_RELATIME; no other has what a mount keeps */
static long statfs_flags(const char *path)
{
	return !strcmp(path, "/tmp") ? 0x1006 : 0x1020;
}

long sys_statfs(const char *path, kstatfs *st)
{
	st->f_flags = statfs_flags(path);
	return 0;
}

long sys_sync(void)
{
	strcat(done, "sync");
	return 0;
}

long sys_swapoff(const char *path)
{
	(void)path;
	return 0;
}

long sys_rt_sigtimedwait(const struct sigset *set, void *info,
			 const struct __kernel_timespec *timeout, size_t size)
{
	(void)set;
	(void)info;
	(void)size;
	waits += timeout->tv_nsec / 1000000;
	return -EAGAIN;
}

#define CONFIG_KNIT_FSTAB 1
#define CONFIG_KNIT_KEXEC_COMMAND 1
#include "../../init/leave.c"

static void remounts(const char *mounts, unsigned long flags, const char *want)
{
	*done = '\0';
	waits = 0;
	snprintf(boot.text, sizeof(boot.text), "%s", mounts);
	boot.flags = flags;
	tap(!storage_remount(&boot), "no failure");
	tap_text(done, want, mounts);
}

#define SYSTEM	"/dev/root /rom squashfs ro,relatime 0 0\n"	\
		"tmpfs /tmp tmpfs rw,nosuid,nodev,relatime 0 0\n"	\
		"/dev/vda2 /overlay ext4 rw,noatime 0 0\n"		\
		"overlayfs:/overlay / overlay rw,noatime,lowerdir=/rom 0 0\n"	\
		"/dev/loop0 /mnt/a\\040b\\134c ext4 rw,relatime 0 0\n"	\
		"/dev/vdb /opt ext4 ro,relatime 0 0\n"			\
		"/dev/vdc /rwandan ro-fs rw 0 0\n"

/* As many as fit, each as short as it may be. */
static void test_many(void)
{
	char *at = boot.text;

	while (at + 14 < boot.text + sizeof(boot.text))
		at += sprintf(at, "a / b rw 0 0\n");
	boot.flags = 1;
	*done = '\0';
	tap(!storage_remount(&boot), "too many");
	tap(strlen(done) > 8000, "most of them are found");
}

int main(void)
{
	remounts(SYSTEM, MS_RDONLY, "/rwandan 1|/mnt/a b\\c 1|/ 1|/overlay 1|/tmp 7|sync");
	remounts(SYSTEM, 0, "/rwandan 0|/mnt/a b\\c 0|/ 0|/overlay 0|/tmp 6|sync");
	remounts("", MS_RDONLY, "sync");
	busy = "/overlay";
	turns = 7;
	remounts(SYSTEM, MS_RDONLY, "/rwandan 1|/mnt/a b\\c 1|/ 1|/overlay 1|/tmp 7|sync");
	tap_long(waits, 70, "waits for a process that ends");
	turns = 1000000;
	remounts(SYSTEM, MS_RDONLY, "/rwandan 1|/mnt/a b\\c 1|/ 1|/tmp 7|sync");
	tap_long(waits, 2000, "but not for ever");
	busy = NULL;
	test_many();
	return tap_done();
}
