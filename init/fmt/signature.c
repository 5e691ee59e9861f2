// SPDX-License-Identifier: GPL-2.0-only
#include "fmt.h"

/**
 * signature_read() - what a signature file says
 * @file: the file, or what it lies in
 * @s: takes it
 *
 * scripts/sign-kernel writes it: the head, the signature, the certificate.
 *
 * Return: 0, or -EINVAL when it is none or is cut off.
 */
int signature_read(struct span file, struct signature *s)
{
	u32 rest = file.len - SIGNATURE_HEAD;
	unsigned int i;
	u32 head[SIGNATURE_HEAD / 4];

	if (file.len < SIGNATURE_HEAD)
		return -EINVAL;
	memcpy(head, file.at, SIGNATURE_HEAD);
	for (i = 2; i < ARRAY_SIZE(head); i++)
		head[i] = be32(head[i]);
	memcpy(s->covers, head + 2, sizeof(s->covers));
	s->signature.at = file.at + SIGNATURE_HEAD;
	s->signature.len = head[6];
	s->certificate.at = s->signature.at + head[6];
	s->certificate.len = head[7];
	if (memcmp(file.at, SIGNATURE_MAGIC, strlen(SIGNATURE_MAGIC)) ||
	    s->signature.len > rest || s->certificate.len > rest - s->signature.len)
		return -EINVAL;
	return 0;
}
