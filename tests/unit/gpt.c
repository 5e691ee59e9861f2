// SPDX-License-Identifier: GPL-2.0-only
#include "../../init/fmt/fmt.h"
#include "tap.h"

static const char guid[] = "c12a7328-f81f-11d2-ba4b-00a0c93ec93b";	/* UEFI's own example */
static const u8 on_disk[16] = {
	0x28, 0x73, 0x2a, 0xc1, 0x1f, 0xf8, 0xd2, 0x11,
	0xba, 0x4b, 0x00, 0xa0, 0xc9, 0x3e, 0xc9, 0x3b,
};

static void guid_bad(const char *s, const char *what)
{
	u8 got[16];

	tap_long(guid_parse(text(s), got), -EINVAL, what);
}

static void guids(void)
{
	char cut[sizeof(guid)];
	u8 got[16] = { 0 };
	int wrong = 0;
	size_t len;

	tap_long(guid_parse(text(guid), got), 0, "a GUID");
	tap(!memcmp(got, on_disk, 16), "  its bytes are in the disk's order");
	tap_long(guid_parse(text("C12A7328-F81F-11D2-BA4B-00A0C93EC93B"), got), 0, "in capitals");
	tap(!memcmp(got, on_disk, 16), "  it is the same");
	for (len = 0; len < sizeof(guid) - 1; len++) {
		memcpy(cut, guid, len);
		cut[len] = '\0';
		wrong += guid_parse(text(cut), got) != -EINVAL;
	}
	tap_long(wrong, 0, "cut off anywhere, it is none");
	guid_bad("c12a7328-f81f-11d2-ba4b-00a0c93ec93b0", "one digit more");
	guid_bad("c12a7328-f81f-11d2-ba4b-00a0c93ec93b-1", "a minus more");
	guid_bad("c12a7328f81f11d2ba4b00a0c93ec93b", "no minus");
	guid_bad("g12a7328-f81f-11d2-ba4b-00a0c93ec93b", "a letter that is no digit");
	guid_bad("@12a7328-f81f-11d2-ba4b-00a0c93ec93b", "what lies beside the letters");
	guid_bad("\0202a7328-f81f-11d2-ba4b-00a0c93ec9", "a control character");
	guid_bad("c12a7328--f81f-11d2-ba4b-00a0c93ec93", "two in a row");
	guid_bad("aabbccdd-02", "an MBR's");
}

static void put32(u8 *p, u32 n)
{
	p[0] = n;
	p[1] = n >> 8;
	p[2] = n >> 16;
	p[3] = n >> 24;
}

static void header(u32 lba, u32 lba_high, u32 entries, u32 size, int want, const char *what)
{
	u8 sector[GPT_SECTOR] = "EFI PART";
	struct gpt gpt = { 0 };

	put32(sector + 72, lba);
	put32(sector + 76, lba_high);
	put32(sector + 80, entries);
	put32(sector + 84, size);
	tap_long(gpt_header(exactly(sector, sizeof(sector)), &gpt), want, what);
	if (!want)
		tap(gpt.lba == lba && gpt.entries == entries && gpt.entry_size == size,
		    "  and what it says");
}

static void headers(void)
{
	u8 sector[GPT_SECTOR];
	struct gpt gpt;

	header(2, 0, 128, 128, 0, "as every tool writes it");
	header(2, 0, 0, 128, 0, "no entry");
	header(2, 0, 256, 512, 0, "the most that is believed");
	header(2, 0, 257, 128, -ENOEXEC, "one entry more");
	header(2, 0, 0xffffffff, 128, -ENOEXEC, "4 G entries");
	header(2, 0, 128, 513, -ENOEXEC, "entries longer than a sector");
	header(2, 0, 128, 0xffffffff, -ENOEXEC, "entries of 4 GiB");
	header(2, 0, 128, 127, -ENOEXEC, "entries that are too short");
	header(2, 0, 128, 0, -ENOEXEC, "entries of no length");
	header(0, 0, 128, 128, -ENOEXEC, "entries where the MBR is");
	header(2, 1, 128, 128, -ENOEXEC, "entries behind 2 TiB");
	memset(sector, 0xff, sizeof(sector));
	tap_long(gpt_header(sector, &gpt), -ENOEXEC, "all 0xff");
	memset(sector, 0, sizeof(sector));
	tap_long(gpt_header(sector, &gpt), -ENOEXEC, "all zeroes");
	memcpy(sector, "TRAP IFE", 8);
	tap_long(gpt_header(sector, &gpt), -ENOEXEC, "the magic in another byte order");
}

static void entries(void)
{
	u8 entry[128] = { 0 };

	tap_long(gpt_is(entry, on_disk), 0, "an unused entry");
	memcpy(entry, on_disk, 16);
	tap_long(gpt_is(exactly(entry, sizeof(entry)), on_disk), 0, "the type is not the GUID");
	memcpy(entry + 16, on_disk, 16);
	tap_long(gpt_is(exactly(entry, sizeof(entry)), on_disk), 1, "the entry");
}

static void mbr_bad(const char *s, const char *what)
{
	u32 id, part;

	tap_long(mbr_parse(text(s), &id, &part), -EINVAL, what);
}

static void mbrs(void)
{
	u8 sector[512] = { 0 };
	u32 id = 0;
	u32 part = 0;

	tap_long(mbr_parse(text("aabbccdd-0f"), &id, &part), 0, "an MBR's PARTUUID");
	tap_long(id, 0xaabbccdd, "  the signature");
	tap_long(part, 15, "  the partition");
	mbr_bad("", "nothing");
	mbr_bad("aabbccdd", "no partition");
	mbr_bad("aabbccdd-", "an empty partition");
	mbr_bad("aabbccdd-1", "one digit");
	mbr_bad("aabbccdd-001", "three digits");
	mbr_bad("aabbccdd-00", "partition 0");
	mbr_bad("aabbccdd-1x", "a letter");
	mbr_bad("abbccdd-01", "a signature of seven digits");
	mbr_bad("0aabbccdd-01", "a signature of nine digits");
	mbr_bad("aabbccdd:01", "a colon");
	put32(sector + 440, 0xaabbccdd);
	tap_long(mbr_id(exactly(sector, 512)), 0, "no boot signature, no MBR");
	sector[510] = 0x55;
	sector[511] = 0xaa;
	tap_long(mbr_id(exactly(sector, 512)), 0xaabbccdd, "the signature of a disk");
	memset(sector, 0xff, sizeof(sector));
	tap_long(mbr_id(sector), 0, "all 0xff");
}

int main(void)
{
	guids();
	headers();
	entries();
	mbrs();
	return tap_done();
}
