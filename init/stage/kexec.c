// SPDX-License-Identifier: GPL-2.0-only
/* Another kernel instead of a real init, if there is one named. */
#include "../fmt/fmt.h"
#include "../kexec/kexec.h"
#include "../../boards/board.h"

#ifdef CONFIG_KNIT_KEXEC_DTB
#define DTB_KEY		".dtb"
#else
#define DTB_KEY		"-"		/* none: nobody asks for that */
#endif

#ifdef CONFIG_KNIT_KEXEC_COMMAND
#define OPTION_KEY	".reuse-cmdline\0"
#else
#define OPTION_KEY
#endif

const char *const kernel_keys = "\0.initrd\0" DTB_KEY "\0.append\0.cmdline\0" OPTION_KEY;

/* In a child: what is wrong is said here, where it is known. */
static int kexec_try(struct boot *b)
{
	int err = kexec_load(b);

	if (err)
		report(b, err);
	return err;
}

/* Not written unless it changes: while no kernel is named its page takes no RAM. */
static void word_set(const char **word, const char *value)
{
	if (*word != value)
		*word = value;
}

/*
 * What the command line says; where that names no kernel, what the owner has configured; where
 * that does not either, the board's.
 */
static void words_find(struct boot *b)
{
	const char **word = boot.kexec.words.word;
	const char **to = word;
	const char *name;

	for (name = kernel_keys; to < word + KERNEL_WORDS; name += strlen(name) + 1)
		word_set(to++, option(b, path(b, "knit.kexec", name, "=", NULL)));
	if (word[KERNEL_FILE])
		return;
#ifdef CONFIG_KNIT_CONFIG
	for (to = word; to < word + KERNEL_WORDS; to++)
		word_set(to, b->config.words[CONFIG_KERNEL + (to - word)][0]);
#endif
#ifdef CONFIG_KNIT_KEXEC_BOARD
	if (!word[KERNEL_FILE] && b->board)
		word_set(&word[KERNEL_FILE], b->board->kernel);
#endif
}

/**
 * kexec_load_apart() - load a kernel in a child, which may take long
 * @b: boot.kexec.words tells which
 *
 * Return: 0, and it is to be started; or a negative errno, which has been reported.
 */
int kexec_load_apart(struct boot *b)
{
	int err = child_run(b, kexec_try, CONFIG_KNIT_CHILD_TIMEOUT);

	try(b, "not started");
	return err;
}

/**
 * stage_kexec() - start another kernel
 * @b: the boot
 *
 * It is the one that is named; else that of a slot, and of another slot if it cannot be loaded.
 *
 * Return: only if that was not to be, or failed: 1 if none is named, 0 if this kernel was
 * itself started so, often enough; a negative errno, with b->step.
 */
int stage_kexec(struct boot *b)
{
	int named;
	int err = 1;

	words_find(b);
	named = !!boot.kexec.words.word[KERNEL_FILE];
	if (!named && !IS_ENABLED(CONFIG_KNIT_SLOTS))
		return 1;
	if (kexec_spent(b)) {
		if (named)
			detail(b, "not again", NULL);
		return !named;
	}
	if (named)
		err = kexec_load_apart(b);
	while (!named && err && !slot_next(b))
		err = kexec_load_apart(b);
	return err ?: kexec_start(b);
}
