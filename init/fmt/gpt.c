// SPDX-License-Identifier: GPL-2.0-only
#include "fmt.h"

#define MBR_DISK_ID	(440 / 4)	/* struct mbr of the kernel's block/partitions/efi.h */
#define MBR_SIGNATURE	(508 / 4)	/* the upper half, 0xaa55 */
#define GPT_MAX_SIZE	512		/* a sector; tools write entries of 128 bytes */

/*
 * Order of a GUID's bytes in text (UEFI appendix A): 3 fields are little endian, as an MBR's
 * signature is.
 */
static const u8 order[16] = {
	3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15,
};

/* The numbers of digits before which there is a minus, as bits. */
#define MINUS	0x111100	/* 8, 12, 16, 20 */

/**
 * partuuid_parse() - read what PARTUUID= has
 * @text: a GUID, 8-4-4-4-12 digits, or signature and partition of a disk with an MBR, as in
 *        `aabbccdd-02`; and no more: PARTNROFF= is not known here
 * @uuid: 16 bytes: the GUID as it lies on a disk; or the signature likewise, and the
 *        partition in byte MBR_PART
 *
 * Return: GUID_DIGITS or MBR_DIGITS; -EINVAL if it is neither.
 */
int partuuid_parse(const char *text, u8 *uuid)
{
	int i;

	for (i = 0; i < GUID_DIGITS; i++) {
		u8 *to = &uuid[order[i / 2]];
		unsigned int digit;

		if (MINUS >> i & 1 && *text++ != '-')
			return -EINVAL;
		digit = hex_digit(*text);
		if (digit > 15)
			break;
		*to = *to << 4 | digit;
		text++;
	}
	return !*text && (i == MBR_DIGITS || i == GUID_DIGITS) ? i : -EINVAL;
}

/**
 * gpt_is() - is this the header of a GPT?
 * @head: sector 1
 *
 * Return: 1 if it is and can be believed, else 0.
 */
int gpt_is(const u32 *head)
{
	return after((const char *)head, "EFI PART") &&
	       head[GPT_LBA] && !head[GPT_LBA + 1] &&
	       le32(head[GPT_ENTRIES]) <= GPT_ENTRIES_MAX &&
	       le32(head[GPT_ENTRY_SIZE]) - GPT_ENTRY <= GPT_MAX_SIZE - GPT_ENTRY;
}

/**
 * mbr_is() - is this the MBR with that signature?
 * @sector: sector 0
 * @id: the signature, as it lies on the disk
 *
 * Return: 1 if it is, else 0.
 */
int mbr_is(const u32 *sector, const u8 *id)
{
	return le32(sector[MBR_SIGNATURE]) >> 16 == 0xaa55 &&
	       !memcmp(&sector[MBR_DISK_ID], id, 4);
}
