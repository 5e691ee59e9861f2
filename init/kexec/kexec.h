/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Another kernel instead of an init. Everything is loaded and checked first; only then
 * does the system come to rest.
 */
#ifndef KNIT_KEXEC_H
#define KNIT_KEXEC_H

#include "../fmt/kernel.h"

struct boot;

/**
 * enum kernel_word - what tells a kernel
 * @KERNEL_FILE: the kernel
 * @KERNEL_INITRD: its initrd
 * @KERNEL_DTB: its device tree
 * @KERNEL_APPEND: what is added to this kernel's command line for it
 * @KERNEL_CMDLINE: what it gets in place of that
 * @KERNEL_WORDS: how many there are
 */
enum kernel_word {
	KERNEL_FILE, KERNEL_INITRD, KERNEL_DTB, KERNEL_APPEND, KERNEL_CMDLINE, KERNEL_WORDS,
};

/* Their names in files, a NUL behind each */
#define KERNEL_NAMES	"kernel\0initrd\0dtb\0append\0cmdline\0"

/* What is behind knit.kexec, or an option's `-`, and one that is an option only. */
extern const char *const kernel_keys;

/**
 * struct kernel_words - one kernel to start
 * @word: by enum kernel_word; NULL: none
 */
struct kernel_words {
	const char *word[KERNEL_WORDS];
};

/* What the kernel answers for a call that it lacks; see include/uapi/asm-generic/errno.h. */
#ifdef __mips__
#define NO_CALL	89
#else
#define NO_CALL	38
#endif

#if defined(__mips__)
#include "../../arch/mips/kexec.h"
#elif defined(__arm__)
#include "../../arch/arm/kexec.h"
#elif defined(__aarch64__)
#include "../../arch/arm64/kexec.h"
#elif defined(__riscv)
#include "../../arch/riscv/kexec.h"
#else
#include "../../arch/x86/kexec.h"
#endif

/* Whether there may be, or must be, a device tree; and how many of these words are files. */
#define KERNEL_TREE	IS_ENABLED(CONFIG_KNIT_KEXEC_DTB)
#define KERNEL_TREE_NEEDED	(!IS_ENABLED(CONFIG_MIPS) || IS_ENABLED(CONFIG_KNIT_KEXEC_UHI))
#define KERNEL_FILES	(KERNEL_INITRD + 1 + KERNEL_TREE)

/**
 * enum kexec_fd - descriptors that kexec_fds() takes; the first are as enum kernel_word
 * @KEXEC_FD_SIGNATURE: the signature of what is in the others
 * @KEXEC_FDS: how many there are
 */
enum kexec_fd { KEXEC_FD_SIGNATURE = KERNEL_DTB + 1, KEXEC_FDS };

/**
 * struct kexec - what is going to be started
 * @words: where all of it is
 * @held: "fd:" and the number, what kexec_fds() names so
 * @signature: where the signature is, NULL: beside the kernel
 * @files: the kernel, the initrd and the device tree in memory; by enum kernel_word
 * @initrd_at: physical address that the initrd is to have
 * @dtb_at: the same for the device tree
 * @map: what is to be where
 * @stub: what the CPU begins with, before the kernel
 * @cmdline: the new kernel's command line; right behind @stub
 */
struct kexec {
	struct kernel_words words;
#ifdef CONFIG_KNIT_KEXEC_FD
	char held[KEXEC_FDS][16];
	const char *signature;
#endif
	struct span files[KERNEL_DTB + 1];
	unsigned long initrd_at;
	unsigned long dtb_at;
	struct kernel map;
	struct kexec_stub stub;
	char cmdline[KEXEC_CMDLINE];
};

/* gcc would load the address of each member anew; on mipsel that is 76 bytes more. */
#define kexec_near(k)	__asm__("" : "+r"(k))

/* source.c */
#ifdef CONFIG_KNIT_KEXEC_FLASH
const char *kexec_on_flash(const char *name);
#else
#define kexec_on_flash(name)	((const char *)NULL)
#endif
#ifdef CONFIG_KNIT_KEXEC_FILE
__noinline	/* has two callers there */
#endif
int kexec_open(struct boot *b, const char *name);
int kexec_read(struct boot *b, const char *name, struct span *what);

/* cmdline.c */
#define KEXEC_COUNT	"knit.kexec.count="

/* Whether as many kernels as may have started another one, one after the other. */
#define kexec_spent(b)	((void)(b), option_us(KEXEC_COUNT, 0, CONFIG_KNIT_KEXEC_LIMIT) == \
				    CONFIG_KNIT_KEXEC_LIMIT * 1000000u)

/* Whether the one that starts another one can be no other than the first. */
#define KEXEC_ONCE	(CONFIG_KNIT_KEXEC_LIMIT == 1 && !IS_ENABLED(CONFIG_KNIT_KEXEC_COMMAND))

int kexec_cmdline(struct boot *b, struct kexec *k);

/* fds.c */
#ifdef CONFIG_KNIT_KEXEC_FD
void kexec_fds_name(struct boot *b, const int fds[KEXEC_FDS], const char *append,
		    const char *cmdline);
int kexec_fds(struct boot *b, const int fds[KEXEC_FDS], const char *append,
	      const char *cmdline);
#define kexec_signature	(boot.kexec.signature)
#else
#define kexec_signature	((const char *)NULL)
#endif

/* file.c: kexec_file_load(2) */
int kexec_file(struct boot *b, struct kexec *k);

/* refused.c */
int kexec_refused(struct boot *b, int err);

/* verify.c */
int kexec_verify(struct boot *b);

/* load.c: kexec_load(2) */
int kexec_load(struct boot *b);

/* stage/kexec.c */
int kexec_load_apart(struct boot *b);

/* fit.c, tree.c */
int kexec_fit(struct boot *b, u32 *load, u32 *entry);
int kexec_tree(struct boot *b);

/* arch/<cpu>/kexec.c */
#if defined(__mips__) || defined(__aarch64__)
int kexec_arch(struct kexec *k);
#else
#define kexec_arch(k)	((void)(k), 0)
#endif

/* arch/arm/kexec.c, image.c: not on mips */
int kexec_image(struct boot *b);

/* start.c */
int kexec_start(struct boot *b);

#endif /* KNIT_KEXEC_H */
