// SPDX-License-Identifier: GPL-2.0-only
/*
 * The kernel that the sandbox lacks: what of a program's calls must not reach the
 * host's, or what the host's has no hardware for, is answered here by means of
 * seccomp's user notification. All else goes to the real kernel.
 */
#include "launch.h"

#include <linux/blkpg.h>
#include <linux/reboot.h>
#include <linux/seccomp.h>
#include <linux/watchdog.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>

#define WATCHDOG_MAX	30	/* seconds that our watchdog can count */

/* Read the caller's memory; what lies behind the end of its page reads as zero. */
static void peek(pid_t pid, __u64 at, void *buf, size_t len)
{
	struct iovec to = { buf, len };
	struct iovec from = { (void *)at, len };

	memset(buf, 0, len);
	if (!at || process_vm_readv(pid, &to, 1, &from, 1, 0) >= 0)
		return;
	from.iov_len = 4096 - at % 4096;
	process_vm_readv(pid, &to, 1, &from, 1, 0);
}

/* A file `delay-TYPE` holds the seconds that mounting such a file system takes. */
static unsigned int seconds_of(const struct seccomp_notif *call, const char *stage)
{
	char path[PATH_MAX];
	unsigned int seconds = 0;
	char type[16];
	FILE *f;

	peek(call->pid, call->data.args[2], type, sizeof(type) - 1);
	type[sizeof(type) - 1] = '\0';
	snprintf(path, sizeof(path), "%s/delay-%s", stage, type);
	f = *type ? fopen(path, "re") : NULL;
	if (!f)
		return 0;
	if (fscanf(f, "%u", &seconds) != 1)
		die(path);
	fclose(f);
	return seconds;
}

/* A file `no-TYPE` keeps a file system from being mounted; it may hold the errno. */
static int refused(const char *stage, const char *type)
{
	char path[PATH_MAX];
	int err = ENODEV;
	FILE *f;

	snprintf(path, sizeof(path), "%s/no-%s", stage, type);
	f = *type ? fopen(path, "re") : NULL;
	if (!f)
		return 0;
	if (fscanf(f, "%d", &err) != 1)
		err = ENODEV;
	fclose(f);
	return -err;
}

/* What an NFS server has is nfs/NAME, where NAME ends its path. */
static int answer_nfs(const struct seccomp_notif *call, const char *stage, const char *target)
{
	unsigned long flags = call->data.args[3];
	char path[PATH_MAX];
	char source[256];

	peek(call->pid, call->data.args[0], source, sizeof(source) - 1);
	source[sizeof(source) - 1] = '\0';
	if (!strchr(source, '/'))
		return -EINVAL;
	snprintf(path, sizeof(path), "%s/nfs%s", stage, strrchr(source, '/'));
	if (access(path, F_OK))
		return -EACCES;
	if (mount(path, target, NULL, MS_BIND, NULL))
		return -errno;
	return flags & MS_RDONLY && mount(NULL, target, NULL, MS_REMOUNT | MS_BIND | MS_RDONLY,
					  NULL) ? -errno : 0;
}

/* The pseudo and flash file systems are directories that the test has filled. */
static int answer_mount(const struct seccomp_notif *call, const char *stage)
{
	static const char *const ours[][2] = {
		{ "proc", "proc" }, { "sysfs", "sys" }, { "devtmpfs", "dev" },
		{ "jffs2", "jffs2" }, { "ubifs", "jffs2" },
	};
	char target[256];
	char type[16];
	char path[PATH_MAX];
	char source[PATH_MAX];
	struct stat is, was;
	size_t i;

	peek(call->pid, call->data.args[1], target, sizeof(target) - 1);
	peek(call->pid, call->data.args[2], type, sizeof(type) - 1);
	target[sizeof(target) - 1] = '\0';
	type[sizeof(type) - 1] = '\0';
	if (refused(stage, type))
		return refused(stage, type);
	for (i = 0; i < ARRAY_SIZE(ours); i++)
		if (!strcmp(type, ours[i][0]))
			break;
	if (i == ARRAY_SIZE(ours) && strcmp(type, "nfs"))
		return 1;
	snprintf(path, sizeof(path), "/proc/%d/%s%s", call->pid, *target == '/' ? "root" : "cwd/",
		 target);
	if (i == ARRAY_SIZE(ours))
		return answer_nfs(call, stage, path);
	snprintf(source, sizeof(source), "%s/%s", stage, ours[i][1]);
	if (stat(source, &is))
		return -ENODEV;
	if (!stat(path, &was) && was.st_dev == is.st_dev && was.st_ino == is.st_ino)
		return -EBUSY;
	return mount(source, path, NULL, MS_BIND | MS_REC, NULL) ? -errno : 0;
}

/* Bytes of the flash become a file, which for rootfs is a block device as well. */
static void partition_nodes(const char *stage, int index, const struct blkpg_partition *part)
{
	char path[PATH_MAX];
	char node[PATH_MAX];
	char *bytes = malloc(part->length);
	int in, out;

	snprintf(path, sizeof(path), "%s/dev/mtd0", stage);
	snprintf(node, sizeof(node), "%s/dev/mtd%d", stage, index);
	in = open(path, O_RDONLY | O_CLOEXEC);
	out = open(node, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (in < 0 || out < 0 || !bytes ||
	    pread(in, bytes, part->length, part->start) != part->length ||
	    write(out, bytes, part->length) != part->length)
		die("cannot make a partition");
	free(bytes);
	close(in);
	close(out);
	snprintf(path, sizeof(path), "%s/dev/mtdblock%d", stage, index);
	if (!strcmp(part->devname, "rootfs"))
		loop_node(node, path);
}

/* BLKPG_ADD_PARTITION, as drivers/mtd/mtdchar.c has it: on a master only. */
static int answer_blkpg(const struct seccomp_notif *call, const char *stage)
{
	struct blkpg_ioctl_arg arg;
	struct blkpg_partition part;
	char path[PATH_MAX];
	char link[PATH_MAX] = "";
	char line[256];
	int index = -1;		/* the first line is a heading */
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/fd/%d", call->pid, (int)call->data.args[0]);
	if (readlink(path, link, sizeof(link) - 1) < 5 ||
	    strcmp(link + strlen(link) - 5, "/mtd0"))
		return -EINVAL;
	peek(call->pid, call->data.args[2], &arg, sizeof(arg));
	peek(call->pid, (unsigned long)arg.data, &part, sizeof(part));
	if (arg.op != BLKPG_ADD_PARTITION || arg.datalen != sizeof(part) || part.length <= 0)
		return -EINVAL;
	snprintf(path, sizeof(path), "%s/proc/mtd", stage);
	f = fopen(path, "r+e");
	if (!f)
		die(path);
	while (fgets(line, sizeof(line), f))
		index++;
	fprintf(f, "mtd%d: %08llx 00010000 \"%.64s\"\n", index, part.length, part.devname);
	fclose(f);
	partition_nodes(stage, index, &part);
	return 0;
}

static int answer_watchdog(const struct seccomp_notif *call)
{
	int seconds;

	peek(call->pid, call->data.args[2], &seconds, sizeof(seconds));
	return seconds < 1 || seconds > WATCHDOG_MAX ? -EINVAL : 0;
}

/*
 * With a file `no-reset` the machine's drivers cannot restart it or switch it off: the
 * call returns, or ends its caller, as the kernel does it (kernel/reboot.c).
 */
static int answer_reboot(const struct seccomp_notif *call, const char *stage)
{
	unsigned int how = call->data.args[2];
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/no-reset", stage);
	if (access(path, F_OK))
		return 1;
	if (how == LINUX_REBOOT_CMD_HALT || how == LINUX_REBOOT_CMD_POWER_OFF)
		kill(call->pid, SIGKILL);
	return 0;
}

static int answer_call(const struct seccomp_notif *call, const char *stage)
{
	if (call->data.nr == __NR_mount)
		return answer_mount(call, stage);
	if (call->data.nr == __NR_reboot)
		return answer_reboot(call, stage);
	if ((__u32)call->data.args[1] == BLKPG)
		return answer_blkpg(call, stage);
	return answer_watchdog(call);
}

static void answer_send(int listener, const struct seccomp_notif *call, int err)
{
	struct seccomp_notif_resp answer = {
		.id = call->id,
		.error = err > 0 ? 0 : err,
		.flags = err > 0 ? SECCOMP_USER_NOTIF_FLAG_CONTINUE : 0,
	};

	ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &answer);
}

static struct seccomp_notif late;	/* the call that takes its time */
static time_t due;			/* its end, 0 if there is none */

static time_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec;
}

/* Return: the longest time in ms until kernel_late() has something to do, -1 for ever. */
int kernel_timeout(void)
{
	return due ? (due > now() ? (due - now()) * 1000 : 0) : -1;
}

/* Answer the call that took its time, unless its caller has gone. */
void kernel_late(int listener, const char *stage)
{
	if (!due || now() < due)
		return;
	due = 0;
	if (!ioctl(listener, SECCOMP_IOCTL_NOTIF_ID_VALID, &late.id))
		answer_send(listener, &late, answer_call(&late, stage));
}

/**
 * kernel_answer() - answer one call
 * @listener: what kernel_filter() returned
 * @stage: the directory with the sandbox's things
 */
void kernel_answer(int listener, const char *stage)
{
	struct seccomp_notif call = { 0 };
	unsigned int seconds = 0;

	if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &call))
		return;
	if (call.data.nr == __NR_mount)
		seconds = seconds_of(&call, stage);
	if (seconds) {
		late = call;
		due = now() + seconds;
	} else {
		answer_send(listener, &call, answer_call(&call, stage));
	}
}
