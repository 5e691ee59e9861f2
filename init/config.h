/* SPDX-License-Identifier: GPL-2.0-only */
/* What the system's owner has configured, whatever file it stands in. */
#ifndef KNIT_CONFIG_H
#define KNIT_CONFIG_H

#include "fmt/fstab.h"
#include "fmt/probe.h"

#define KNIT_MOUNTS_MAX	128	/* mounts and swap of both files together */
#define KNIT_CONFIG_MAX	32768	/* bytes of a file */
#define CONFIG_FILES	3
#define CONFIG_VALUES	8	/* of one word */

#ifdef CONFIG_KNIT_CONFIG_NFS
#define IP_NAMES	"ip\0"
#else
#define IP_NAMES
#endif

/**
 * enum config_word - the words of /etc/config/knit; their names are in stage/config.c
 * @CONFIG_PROGRAM: the real init; the first that can be executed is it
 * @CONFIG_ARGUMENT: its arguments
 * @CONFIG_ENV: NAME=value for its environment
 * @CONFIG_PATH: its PATH
 * @CONFIG_MOUNT: a target of fstab's that is mounted before it
 * @CONFIG_NO_ROOT: ram: what an external root that is missing is replaced by
 * @CONFIG_IP: an address for an interface, as the kernel's ip=
 * @CONFIG_KERNEL: another kernel: the first of what enum kernel_word names
 * @CONFIG_KERNEL_LAST: the last of them
 * @CONFIG_WORDS: how many there are
 */
enum config_word {
	CONFIG_PROGRAM, CONFIG_ARGUMENT, CONFIG_ENV, CONFIG_PATH, CONFIG_MOUNT, CONFIG_NO_ROOT,
#ifdef CONFIG_KNIT_CONFIG_NFS
	CONFIG_IP,
#endif
#ifdef CONFIG_KNIT_KEXEC
	CONFIG_KERNEL, CONFIG_KERNEL_LAST = CONFIG_KERNEL + 4,
#endif
	CONFIG_WORDS,
};

/**
 * struct config - all of it
 * @words: the values of each word, NULL behind the last
 * @fstab: what holds for all entries
 * @first: of the entries that are to be mounted, in their order
 * @since: uptime_us() when a device was waited for first
 * @waited: one was
 * @probe: what is on the device
 * @device: of the entry that is being looked at
 * @argv: the real init's arguments
 * @at: where the next file is read to
 */
struct config {
	const char *words[CONFIG_WORDS][CONFIG_VALUES + 1];
	struct fstab fstab;
	struct fstab_entry *first;
	u32 since;
	unsigned int waited;
	struct probe probe;
	char device[KNIT_PATH_MAX];
	char *argv[KNIT_ENV_MAX];
	char *at;
};

#endif /* KNIT_CONFIG_H */
