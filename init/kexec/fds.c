// SPDX-License-Identifier: GPL-2.0-only
#include "../fmt/fmt.h"
#include "kexec.h"

/**
 * kexec_fds_name() - name what is open already as the kernel to be started
 * @b: the boot
 * @fds: see kexec_fds(), and so the others
 * @append: words behind this kernel's command line
 * @cmdline: the words in place of all that
 */
void kexec_fds_name(struct boot *b, const int fds[KEXEC_FDS], const char *append,
		    const char *cmdline)
{
	struct kexec *k = &boot.kexec;
	const char *name[KEXEC_FDS];
	unsigned int i;

	for (i = 0; i < KEXEC_FDS; i++) {
		char *held = k->held[i];

		name[i] = NULL;
		if (fds[i] < 0)
			continue;
		name[i] = held;
		join(held, held + sizeof(k->held[i]), "fd:", dec(b, fds[i]), NULL);
	}
	memcpy(k->words.word, name, KEXEC_FD_SIGNATURE * sizeof(*name));
	k->words.word[KERNEL_APPEND] = append;
	k->words.word[KERNEL_CMDLINE] = cmdline;
	k->signature = name[KEXEC_FD_SIGNATURE];
}

/**
 * kexec_fds() - start a kernel that somebody has in memory already
 * @b: the boot
 * @fds: the kernel, its initrd and its device tree, by enum kernel_word, and the signature of
 *       all that for CONFIG_KNIT_KEXEC_VERIFY, KEXEC_FD_SIGNATURE; negative: there is none.
 *       From memfd_create(2): what is open for writing in another way the kernel does not
 *       take (-ETXTBSY). Where the position is does not matter.
 * @append: words behind this kernel's command line, or NULL
 * @cmdline: the words in place of all that, or NULL
 *
 * All that holds for a kernel that is named holds for this one: how many may follow one
 * another, what is refused, what is signed. It is loaded in a child; what fails there has been
 * reported, and nothing has changed. They stay open.
 *
 * Return: only if that was not to be: -EPERM if this kernel was itself started so, often
 * enough; or another negative errno, with b->step.
 */
int kexec_fds(struct boot *b, const int fds[KEXEC_FDS], const char *append, const char *cmdline)
{
	try(b, "another kernel, again");
	if (kexec_spent(b))
		return -EPERM;
	kexec_fds_name(b, fds, append, cmdline);
	return kexec_load_apart(b) ?: kexec_start(b);
}
