// SPDX-License-Identifier: GPL-2.0-only
#include "../../init/fmt/fmt.h"
#include "tap.h"

static const char guid[] = "c12a7328-f81f-11d2-ba4b-00a0c93ec93b";	/* UEFI's own example */
static const u8 on_disk[16] = {
	0x28, 0x73, 0x2a, 0xc1, 0x1f, 0xf8, 0xd2, 0x11,
	0xba, 0x4b, 0x00, 0xa0, 0xc9, 0x3e, 0xc9, 0x3b,
};

static void bad(const char *s, const char *what)
{
	u8 got[16];

	tap_long(partuuid_parse(text(s), got), -EINVAL, what);
}

static void guids(void)
{
	char cut[sizeof(guid)];
	u8 got[16] = { 0 };
	int wrong = 0;
	size_t len;

	tap_long(partuuid_parse(text(guid), got), GUID_DIGITS, "a GUID");
	tap(!memcmp(got, on_disk, 16), "  its bytes are in the disk's order");
	memset(got, 0xff, sizeof(got));
	tap_long(partuuid_parse(text("C12A7328-F81F-11D2-BA4B-00A0C93EC93B"), got), GUID_DIGITS,
		 "in capitals");
	tap(!memcmp(got, on_disk, 16), "  it is the same");
	for (len = 0; len < sizeof(guid) - 1; len++) {
		memcpy(cut, guid, len);
		cut[len] = '\0';
		wrong += partuuid_parse(text(cut), got) != (len == 11 ? MBR_DIGITS : -EINVAL);
	}
	tap_long(wrong, 0, "cut off it is none, but in one place an MBR's");
	bad("c12a7328-f81f-11d2-ba4b-00a0c93ec93b0", "one digit more");
	bad("c12a7328-f81f-11d2-ba4b-00a0c93ec93b-1", "a minus more");
	bad("c12a7328f81f11d2ba4b00a0c93ec93b", "no minus");
	bad("g12a7328-f81f-11d2-ba4b-00a0c93ec93b", "a letter that is no digit");
	bad("@12a7328-f81f-11d2-ba4b-00a0c93ec93b", "what lies beside the letters");
	bad("\0202a7328-f81f-11d2-ba4b-00a0c93ec9", "a control character");
	bad("c12a7328--f81f-11d2-ba4b-00a0c93ec93", "two in a row");
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

	put32(sector + 72, lba);
	put32(sector + 76, lba_high);
	put32(sector + 80, entries);
	put32(sector + 84, size);
	tap_long(gpt_is(exactly(sector, sizeof(sector))), want, what);
}

static void headers(void)
{
	u32 sector[GPT_SECTOR / 4];

	header(2, 0, 128, 128, 1, "as every tool writes it");
	header(2, 0, 0, 128, 1, "no entry");
	header(2, 0, 256, 512, 1, "the most that is believed");
	header(2, 0, 257, 128, 0, "one entry more");
	header(2, 0, 0xffffffff, 128, 0, "4 G entries");
	header(2, 0, 128, 513, 0, "entries longer than a sector");
	header(2, 0, 128, 0xffffffff, 0, "entries of 4 GiB");
	header(2, 0, 128, 127, 0, "entries that are too short");
	header(2, 0, 128, 0, 0, "entries of no length");
	header(0, 0, 128, 128, 0, "entries where the MBR is");
	header(2, 1, 128, 128, 0, "entries behind 2 TiB");
	memset(sector, 0xff, sizeof(sector));
	tap_long(gpt_is(sector), 0, "all 0xff");
	memset(sector, 0, sizeof(sector));
	tap_long(gpt_is(sector), 0, "all zeroes");
	memcpy(sector, "TRAP IFE", 8);
	tap_long(gpt_is(sector), 0, "the magic in another byte order");
}

static void mbrs(void)
{
	static const u8 id[] = { 0xdd, 0xcc, 0xbb, 0xaa };
	u8 sector[512] = { 0 };
	u8 got[16] = { 0 };

	tap_long(partuuid_parse(text("aabbccdd-0f"), got), MBR_DIGITS, "an MBR's PARTUUID");
	tap(!memcmp(got, id, 4), "  the signature, as it lies on the disk");
	tap_long(got[MBR_PART], 15, "  the partition");
	bad("", "nothing");
	bad("aabbccdd", "no partition");
	bad("aabbccdd-", "an empty partition");
	bad("aabbccdd-1", "one digit");
	bad("aabbccdd-001", "three digits");
	bad("aabbccdd-1x", "a letter");
	bad("aabbccdd-01/PARTNROFF=1", "another partition than that");
	bad("abbccdd-01", "a signature of seven digits");
	bad("0aabbccdd-01", "a signature of nine digits");
	bad("aabbccdd:01", "a colon");
	memcpy(sector + 440, id, 4);
	tap_long(mbr_is(exactly(sector, 512), id), 0, "no boot signature, no MBR");
	sector[510] = 0x55;
	sector[511] = 0xaa;
	tap_long(mbr_is(exactly(sector, 512), id), 1, "the signature of a disk");
	sector[443] = 0;
	tap_long(mbr_is(exactly(sector, 512), id), 0, "another signature");
}

int main(void)
{
	guids();
	headers();
	mbrs();
	return tap_done();
}
