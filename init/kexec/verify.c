// SPDX-License-Identifier: GPL-2.0-only
/*
 * Only what somebody has signed is started, who is known to the kernel that runs:
 * Documentation/verified-boot.rst
 */
#include "../fmt/fmt.h"
#include "kexec.h"

#include <linux/keyctl.h>

/*
 * A keyring of this process's, which takes no certificate but one that a built-in key has
 * signed: the kernel lets nobody use a built-in key itself. It goes with the process.
 */
static int signer_known(const struct span *certificate)
{
	int err = sys_keyctl(KEYCTL_GET_KEYRING_ID, KEY_SPEC_THREAD_KEYRING, (void *)1, NULL,
			     NULL);

	if (err < 0)
		return err;
	err = sys_keyctl(KEYCTL_RESTRICT_KEYRING, KEY_SPEC_THREAD_KEYRING, "asymmetric",
			 "builtin_trusted", NULL);
	if (err && err != -EEXIST)	/* by an attempt before this one */
		return err;
	return sys_add_key("asymmetric", "", certificate->at, certificate->len,
			   KEY_SPEC_THREAD_KEYRING);
}

static int signature_good(const struct signature *s, const u32 *hash)
{
	struct keyctl_pkey_params params = {
		.key_id = signer_known(&s->certificate),
		.in_len = sizeof(((struct sha256 *)0)->hash),
		.in2_len = s->signature.len,
	};

	if (params.key_id < 0)
		return params.key_id;
	return sys_keyctl(KEYCTL_PKEY_VERIFY, (long)&params, "enc=pkcs1 hash=sha256", hash,
			  s->signature.at);
}

/* All that was signed, as long as it was then: what is behind it is not looked at again. */
static int parts_hash(struct boot *b, const struct signature *s, struct sha256 *hash)
{
	struct kexec *k = &boot.kexec;
	const char *cmdline = strchr(k->cmdline, ' ') + 1;	/* knit's own word is before it */
	unsigned int i;
	u32 len;

	if (ARRAY_SIZE(k->files) <= SIGNATURE_DTB && s->covers[SIGNATURE_DTB])
		return -EPERM;
	for (i = 0; i < KERNEL_FILES; i++) {
		struct span *file = k->files + i;

		if (s->covers[i] > file->len || !s->covers[i] != !file->len) {
			say(b, k->words.word[i], NULL);
			return -EPERM;
		}
		file->len = s->covers[i];
		sha256_add(hash, file->at, file->len);
	}
	len = s->covers[SIGNATURE_CMDLINE];
	if (len == SIGNATURE_ANY)
		return 0;
	if (len != strlen(cmdline)) {
		say(b, "command line", NULL);
		return -EPERM;
	}
	sha256_add(hash, (const u8 *)cmdline, len);
	return 0;
}

/**
 * kexec_verify() - is it what somebody has signed?
 * @b: b->kexec.files are in memory, and become as long as they were when they were signed
 *
 * The signature lies beside the kernel.
 *
 * Return: 0, or a negative errno, with b->step: -EPERM if it is not.
 */
int kexec_verify(struct boot *b)
{
	struct kexec *k = &boot.kexec;
	struct signature s;
	struct sha256 hash;
	struct span file;
	int err;

	join(b->data, b->data + sizeof(b->data), k->words.word[KERNEL_FILE], ".sig", NULL);
	err = kexec_cmdline(b, k) ?: kexec_read(b, kexec_signature ?: b->data, &file) ?:
	      signature_read(file, &s);
	if (err)
		return err;
	sha256_begin(&hash);
	sha256_add(&hash, file.at, SIGNATURE_SIGNED);
	try(b, "not of the size that was signed");
	err = parts_hash(b, &s, &hash);
	if (err)
		return err;
	sha256_end(&hash);
	try(b, "checking the signature");
	return kexec_refused(b, signature_good(&s, hash.hash));
}
