// SPDX-License-Identifier: GPL-2.0-only
/* Which of a program's calls are forbidden, and which kernel.c answers. */
#include "launch.h"

#include <linux/audit.h>
#include <linux/blkpg.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <linux/watchdog.h>
#include <stddef.h>
#include <sys/syscall.h>

#define LOAD(field)	BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define RETURN(what)	BPF_STMT(BPF_RET | BPF_K, what)
#define IF_IS(k)	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, k, 0, 1)	/* the next one */
#define DENY		RETURN(SECCOMP_RET_ERRNO | EPERM)
#define OURS		RETURN(SECCOMP_RET_USER_NOTIF)

#define DEV_WATCHDOG	0xa82	/* 10:130 */

/* These are the host's, in whatever namespace they are called. */
static struct sock_filter rules[] = {
	LOAD(arch),
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AUDIT_ARCH_X86_64, 1, 0),
	RETURN(SECCOMP_RET_KILL_PROCESS),
	LOAD(nr),
	IF_IS(__NR_kexec_load), DENY,
	IF_IS(__NR_kexec_file_load), DENY,
	IF_IS(__NR_init_module), DENY,
	IF_IS(__NR_finit_module), DENY,
	IF_IS(__NR_delete_module), DENY,
	IF_IS(__NR_swapon), DENY,
	IF_IS(__NR_swapoff), DENY,
	IF_IS(__NR_settimeofday), DENY,
	IF_IS(__NR_clock_settime), DENY,
	IF_IS(__NR_clock_adjtime), DENY,
	IF_IS(__NR_adjtimex), DENY,
	IF_IS(__NR_syslog), DENY,
	IF_IS(__NR_fsopen), DENY,
	IF_IS(__NR_move_mount), DENY,
	IF_IS(__NR_mount), OURS,
	IF_IS(__NR_reboot), OURS,
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_mknodat, 0, 4),
	LOAD(args[3]),
	IF_IS(DEV_WATCHDOG), DENY,
	RETURN(SECCOMP_RET_ALLOW),
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_ioctl, 1, 0),
	RETURN(SECCOMP_RET_ALLOW),
	LOAD(args[1]),
	IF_IS(BLKPG), OURS,
	IF_IS(WDIOC_SETTIMEOUT), OURS,
	RETURN(SECCOMP_RET_ALLOW),
};

/* Return: where the calls that are to be answered can be read. */
int kernel_filter(void)
{
	struct sock_fprog prog = { ARRAY_SIZE(rules), rules };

	return syscall(__NR_seccomp, SECCOMP_SET_MODE_FILTER,
		       SECCOMP_FILTER_FLAG_NEW_LISTENER, &prog);
}
