// SPDX-License-Identifier: GPL-2.0-only
#include "fmt.h"

#define MBR_DISK_ID	440	/* struct mbr of the kernel's block/partitions/efi.h */
#define HEADER_LBA	72	/* UEFI 5.3.2: the header's fields, by offset */
#define HEADER_NUMBER	80
#define HEADER_SIZE	84
#define GUID_AT		16	/* UEFI 5.3.3: UniquePartitionGUID */

/* Order of a GUID's bytes in text (UEFI appendix A): 3 fields are little endian. */
static const u8 guid_order[16] = {
	3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15,
};

/* One hexadecimal digit in either case, 16 if it is none. */
static unsigned int nibble(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10u : 16;
}

/**
 * guid_parse() - read a GUID
 * @text: 8-4-4-4-12 digits and no more: PARTNROFF= is not known here
 * @guid: its 16 bytes, as they lie on a disk
 *
 * Return: 0, or -EINVAL.
 */
int guid_parse(const char *text, u8 *guid)
{
	unsigned int i;

	for (i = 0; i < 16; i++) {
		unsigned int high;
		unsigned int low;

		if ((i == 4 || i == 6 || i == 8 || i == 10) && *text++ != '-')
			return -EINVAL;
		high = nibble(text[0]);
		low = high < 16 ? nibble(text[1]) : 16;
		if (low > 15)
			return -EINVAL;
		guid[guid_order[i]] = high << 4 | low;
		text += 2;
	}
	return *text ? -EINVAL : 0;
}

/**
 * gpt_header() - where a disk's partition entries are
 * @head: sector 1
 * @gpt: what it says
 *
 * Return: 0, or -ENOEXEC if there is no such table, or none that is believable.
 */
int gpt_header(const u8 *head, struct gpt *gpt)
{
	static const char magic[] = "EFI PART";

	gpt->lba = get_le32(head + HEADER_LBA);
	gpt->entries = get_le32(head + HEADER_NUMBER);
	gpt->entry_size = get_le32(head + HEADER_SIZE);
	if (strncmp((const char *)head, magic, 8) || get_le32(head + HEADER_LBA + 4) ||
	    gpt->entries > GPT_ENTRIES_MAX || gpt->entry_size < 128 ||
	    gpt->entry_size > GPT_SECTOR || !gpt->lba)
		return -ENOEXEC;
	return 0;
}

/**
 * gpt_is() - is this entry the partition with that GUID?
 * @entry: the entry
 * @guid: 16 bytes as on disk
 *
 * Return: 1 if it is, else 0.
 */
int gpt_is(const u8 *entry, const u8 *guid)
{
	return !memcmp(entry + GUID_AT, guid, 16);
}

/**
 * mbr_parse() - read the PARTUUID of a disk with an MBR
 * @text: `aabbccdd-02`: the disk's signature and the partition, both hexadecimal
 * @id: the signature
 * @part: the partition, from 1
 *
 * Return: 0, or -EINVAL.
 */
int mbr_parse(const char *text, u32 *id, u32 *part)
{
	unsigned int i;

	*id = 0;
	*part = 0;
	for (i = 0; i < 11; i++) {
		unsigned int digit = nibble(text[i]);

		if (i == 8 ? text[i] != '-' : digit > 15)
			return -EINVAL;
		if (i < 8)
			*id = *id << 4 | digit;
		else if (i > 8)
			*part = *part << 4 | digit;
	}
	return !text[i] && *part ? 0 : -EINVAL;
}

/**
 * mbr_id() - the signature of a disk
 * @sector: sector 0
 *
 * Return: the signature; 0 if the sector has no boot signature.
 */
u32 mbr_id(const u8 *sector)
{
	return sector[510] == 0x55 && sector[511] == 0xaa ? get_le32(sector + MBR_DISK_ID) : 0;
}
