/* SPDX-License-Identifier: GPL-2.0-only */
/* Configuration files, and what is to be mounted by them; struct boot holds some of it. */
#ifndef KNIT_FSTAB_H
#define KNIT_FSTAB_H

/* uci.c: files in /etc/config */
enum uci_kind { UCI_END, UCI_SECTION, UCI_OPTION, UCI_LIST };

/**
 * struct uci - where in a configuration file we are
 * @at: where the next command begins; at first the text, writable, NUL at its end. Only this
 *      and @lines are looked at
 * @command: the word that the last one began with
 * @name: its option's name, or the section's type
 * @value: its option's value, or the section's name; empty if there is none
 * @more: what is too much
 * @word: all of these
 * @line: the line that it stands in, from 1
 * @lines: how many lines end before @at; 0 at first
 */
struct uci {
	char *at;
	union {
		struct {
			char *command;
			char *name;
			char *value;
			char *more;
		};
		char *word[4];
	};
	unsigned int line;
	unsigned int lines;
};

int uci_next(struct uci *u);

/* fstab.c */
#define FSTAB_DELAY_ROOT	5	/* seconds: what `block detect` writes */

enum fstab_kind { FSTAB_MOUNT, FSTAB_SWAP, FSTAB_REFUSED };

/**
 * struct fstab_entry - something to be mounted, or swap
 * @uuid: the file system's UUID; this and the other texts are NULL if not given
 * @label: its label
 * @device: the device; in /etc/fstab it may be PARTUUID=..., and is UUID=... beside @uuid
 * @target: where to; made as short as it can be by fstab_order()
 * @fstype: its type
 * @options: a list with commas, as it was written
 * @next: the one to be mounted after it, see fstab_order()
 * @text: all of these, in the order of FSTAB_KEYS
 * @enabled: it is to be used
 * @check_fs: to be checked before it is mounted; so are all if all.check_fs is set
 * @priority: of swap; 0: as the kernel likes
 * @autofs: known, of no use here
 * @number: all of these, in that order too
 * @kind: enum fstab_kind
 */
struct fstab_entry {
	union {
		struct {
			char *uuid;
			char *label;
			char *device;
			char *target;
			char *fstype;
			char *options;
			struct fstab_entry *next;
		};
		char *text[7];
	};
	union {
		struct {
			u16 enabled;
			u16 check_fs;
			u16 priority;
			u16 autofs;
		};
		u16 number[4];
	};
	u16 kind;
};

/**
 * struct fstab - all of it
 * @entries: room for entries
 * @max: how many fit there
 * @nr: how many there are
 * @is_ours: whether a mount of OpenWrt's file is kept, by its target; NULL: all are
 * @err: 0 or -E2BIG
 * @line: the first line that was not understood, 0: all were
 * @unknown: the word in it, empty if it can't be read
 * @anon_swap: use swap that is not listed
 * @anon_mount: mount what is not listed
 * @auto_swap: use swap when it appears
 * @auto_mount: mount what appears
 * @delay_root: how long to wait for the root's device, seconds
 * @number: all of these, in the order of FSTAB_KEYS
 * @all: what holds for all: all.check_fs
 * @spare: takes what nobody reads
 */
struct fstab {
	struct fstab_entry *entries;
	unsigned int max;
	unsigned int nr;
	int (*is_ours)(const char *target);
	int err;
	unsigned int line;
	const char *unknown;
	union {
		struct {
			u16 anon_swap;
			u16 anon_mount;
			u16 auto_swap;
			u16 auto_mount;
			u16 delay_root;
		};
		u16 number[5];
	};
	struct fstab_entry all;
	struct fstab_entry spare;
};

int fstab_uci(char *text, struct fstab *f);
char *fstab_option(char *options, const char *name);
int fstab_plain(char *text, struct fstab *f);
struct fstab_entry *fstab_order(struct fstab *f);

#endif /* KNIT_FSTAB_H */
