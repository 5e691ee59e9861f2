// SPDX-License-Identifier: GPL-2.0-only
/* Another kernel instead of a real init, if there is one named. */
#include "../fmt/fmt.h"
#include "../kexec/kexec.h"

/* In a child: what is wrong is said here, where it is known. */
static int kexec_try(struct boot *b)
{
	int err = kexec_load(b);

	if (err)
		report(b, err);
	return err;
}

/* What the command line says; where that names no kernel, what the owner has configured. */
static void words_find(struct boot *b)
{
	const char **word = boot.kexec.words.word;
	const char *name = KERNEL_KEYS;
	unsigned int i;

	for (i = 0; i < KERNEL_WORDS; i++, name += strlen(name) + 1)
		word[i] = option(b, path(b, "knit.kexec", name, "=", NULL));
#ifdef CONFIG_KNIT_CONFIG
	if (word[KERNEL_FILE])
		return;
	for (i = 0; i < KERNEL_WORDS; i++)
		word[i] = b->config.words[CONFIG_KERNEL + i][0];
#endif
}

/**
 * stage_kexec() - start another kernel
 * @b: the boot
 *
 * Return: only if that was not to be, or failed: 1 if none is named, 0 if this kernel was
 * itself started so, often enough; a negative errno, with b->step.
 */
int stage_kexec(struct boot *b)
{
	int err;

	words_find(b);
	if (!boot.kexec.words.word[KERNEL_FILE])
		return 1;
	if (kexec_count(b) >= CONFIG_KNIT_KEXEC_LIMIT) {
		detail(b, "not again", NULL);
		return 0;
	}
	err = child_run(b, kexec_try, CONFIG_KNIT_CHILD_TIMEOUT);
	try(b, "not started");
	return err ?: kexec_start(b);
}
