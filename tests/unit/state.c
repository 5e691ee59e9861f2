// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the flash keeps of the boots, on a NOR chip made of memory: counted rightly over tens of
 * thousands of boots, and never off by more than the boot in which the power is cut.
 */
#include "../../init/fmt/fmt.h"
#include "tap.h"
#include "chip.h"
#include "machine.h"

#define COPY	(STATE_COPIES * ERASE)
#define HEAD	48			/* bytes, as the documentation has it */
#define TEARS	52

/* Bytes that are written at once; 0: bits can be cleared one by one */
static const u32 kinds[] = { 0, 1, 16, STATE_UNIT_MAX };

/* What knit done does. */
static int done(void)
{
	return state_read(&boot) ?: state_settle(&boot, STATE_GOOD);
}

static u32 bits_of(const u8 *from)
{
	u32 n = 0;
	u32 i;

	for (i = 0; i < COPY; i++)
		n += __builtin_popcount((u8)~from[i]);
	return n;
}

static void first_boots(u32 unit)
{
	int failsafe;
	int i;

	fresh(unit);
	tap_long(on(), 0, "a partition that is new");
	tap(!boot.state.known && boot.window_us == 2000000, "  nothing is known");
	tap_long(further(), 0, "  the boot is marked");
	tap_long(erased[0] + erased[1], 0, "  without an erase");
	tap(!memcmp(chip + ERASE, chip + 2 * ERASE, ERASE), "  in the first block only");
	tap_long(on() ?: (int)boot.state.bad, 1, "it was not good");
	tap_long(boot.window_us, 10000000, "  so the window is long");
	tap_long(further() ?: done(), 0, "a good one");
	tap_long(done(), 0, "  it may be said twice");
	tap_long(on() ?: (int)boot.state.bad, 0, "  is known at the next boot");
	tap_long(boot.window_us, 1000000, "  whose window is short");
	for (failsafe = 0; failsafe < 2; failsafe++) {
		for (i = 0; i < 3; i++) {
			on();
			tap_long(boot.state.bad, i, "bad boots in a row");
			tap(!asked && !further(), "  no failsafe yet");
		}
		on();
		tap_text(asked, "3 boots without knit done", "the fourth is failsafe");
		tap_long(further(), 0, "  of which there is an end");
		on();
		tap_long(boot.state.bad, 0, "  the next one may boot");
	}
	tap_long(further() ?: done(), 0, "and if it is good, that counts");
	window = "5";
	on();
	tap_long(boot.window_us, 5000000, "knit.window= is stronger");
	window = NULL;
}

/* The write trace of one mark after the other. */
static void one_by_one(void)
{
	static u8 before[COPY];
	u32 wrong = 0;
	u32 i;

	fresh(0);
	on();
	further();
	for (i = 0; i < 2000; i++) {
		memcpy(before, chip, COPY);
		on();
		further();
		wrong += bits_of(chip) != bits_of(before) + 1;
		if (i % 3 == 2)
			continue;
		done();
		wrong += bits_of(chip) != bits_of(before) + 2;
	}
	tap_long(wrong, 0, "a mark is one bit that is cleared");
	tap_long(erased[0] + erased[1], 0, "  and none of them an erase");
}

/* Boots until each block has been erased, counted apart from it. */
static void long_life(u32 unit)
{
	u32 wrong = 0;
	u32 first = 0;
	u32 bad_ones = 0;
	u32 n;

	fresh(unit);
	for (n = 0; erased[0] < 1 && !wrong; n++) {
		if (!first && erased[1])
			first = n;
		wrong += !!on();
		wrong += boot.state.bad != bad_ones || !asked != (bad_ones < 3);
		wrong += n && !boot.state.known;
		bad_ones = asked ? 0 : bad_ones + 1;
		wrong += !!further();
		if (asked || n * 2654435761u >> 30 == 1)
			continue;
		wrong += !!done();
		bad_ones = 0;
	}
	tap_long(wrong, 0, "a long life");
	/* 8 KiB here: eight times as many on a block of 64 KiB */
	tap(unit ? first > ERASE / unit / 3 : first * 8 > 50000, "  with few erases");
	tap(erased[1] == 1, "  of both blocks in turn");
}

/* A chip in which the next thing that happens is written at this or that place. */
static void used(u32 unit, u32 boots, u32 bad_ones)
{
	u32 n;

	fresh(unit);
	for (n = 0; n < boots + bad_ones; n++) {
		on();
		further();
		if (n < boots)
			done();
	}
	on();
}

/* The power is cut in each change, in each way: it was counted or not, and nothing else. */
static u32 cuts(u32 unit, u32 boots, u32 bad_ones, int (*what)(void), u32 *tried)
{
	u32 wrong = 0;
	int at;

	used(unit, boots, bad_ones);
	keep();
	for (tear = 0; tear < TEARS; tear++) {
		for (at = 0; ; at++) {
			u32 before;
			u32 after;
			u32 turn;

			restore();
			before = boot.state.bad;
			turn = boot.state.head[0].turn;
			if (!act(at, what))
				break;
			wrong += on() || boot.state.head[0].turn - turn > 1;
			after = boot.state.bad;
			if (what == further && before < 3)
				wrong += after - before > 1;
			else
				wrong += after && after != before;
			/* again, while that is repaired */
			if (act((at + tear) % 3, further))
				wrong += !!on();
			wrong += !!on() || further() || done() || on() || boot.state.bad;
			++*tried;
		}
	}
	return wrong;
}

static void power_cuts(void)
{
	static const u32 full[] = { 8142, 4068, 254, 6 };
	u32 tried = 0;
	unsigned int k;
	u32 more;

	for (k = 0; k < ARRAY_SIZE(kinds); k++) {
		u32 wrong = 0;

		for (more = 0; more < 4; more++) {
			wrong += cuts(kinds[k], 0, more, further, &tried);
			wrong += cuts(kinds[k], 3, more, further, &tried);
			wrong += cuts(kinds[k], 3, more, done, &tried);
		}
		tap_long(wrong, 0, "the power is cut while a mark is made");
		for (more = 0, wrong = 0; more < 6; more++) {
			wrong += cuts(kinds[k], full[k] - more, more % 3, further, &tried);
			wrong += cuts(kinds[k], full[k] - more, 2, done, &tried);
		}
		tap_long(wrong, 0, "and while the other block is taken");
	}
	tap(tried > 1000, "these were many");
	printf("# %u\n", tried);
}

/* Anything may lie there: it is none of ours, and what is written then is. */
static void garbage(void)
{
	u32 wrong = 0;
	u32 n;
	u32 i;

	for (n = 0; n < 500; n++) {
		used(0, 3, 1);
		for (i = 0; i < HEAD / 4; i++) {
			u32 *word = (u32 *)chip + i;

			*word ^= n * 2654435761u << (i + n) % 31;
		}
		wrong += on() || further() || done() || on() || boot.state.bad || !boot.state.known;
	}
	tap_long(wrong, 0, "heads that are none");
	used(0, 3, 1);
	memset(chip, 0x00, sizeof(chip));
	tap_long(on() || boot.state.known, 0, "a block of zeroes");
	for (i = 0, wrong = 0; i < HEAD * 8; i++) {
		used(0, 0, 1);
		chip[i / 8] ^= 1 << i % 8;
		wrong += on() || boot.state.known;
	}
	tap_long(wrong, 0, "a bit that is another");
}

static void refusals(void)
{
	fresh(0);
	proc_mtd("mtd7: 00002000 00002000 \"state\"\n");
	boot.state.unit = 0;
	tap_long(stage_state(&boot), -ENOSPC, "one block only");
	proc_mtd("mtd7: 00004000 00002000 \"other\"\n");
	tap_long(stage_state(&boot), 1, "no such partition");
	tap_long(stage_started(&boot), 1, "  nothing is written");
	fresh(2 * STATE_UNIT_MAX);
	tap_long(on(), -EINVAL, "units that are too large");
	tap_long(stage_started(&boot), 1, "  nothing is written");
	used(0, 3, 1);
	locked = 1;
	tap_long(further(), -EROFS, "a chip that ignores what it is told");
	tap_long(done(), -EROFS, "  in a running system, too");
	fresh(0);
	on();
	tap_long(further(), -EROFS, "  from the beginning");
	locked = 0;
	tap_long(sizeof(struct state_head), HEAD, "a head is as long as documented");
}

int main(void)
{
	unsigned int k;

	for (k = 0; k < ARRAY_SIZE(kinds); k++) {
		first_boots(kinds[k]);
		long_life(kinds[k]);
	}
	one_by_one();
	power_cuts();
	garbage();
	refusals();
	tap(!bad, "the chip was asked for nothing impossible");
	return tap_done();
}
