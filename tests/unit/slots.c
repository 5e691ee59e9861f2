// SPDX-License-Identifier: GPL-2.0-only
/*
 * Systems of which a new one is tried, on a NOR chip made of memory. Wherever the power is cut:
 * a system that works is started in the end, a new one once only, and the old one stays the
 * one in use until the new one has said that it is good.
 */
#include "../../init/cmd/cmd.h"
#include "../../boards/board.h"
#include "tap.h"
#include "chip.h"
#include "machine.h"

#define TEARS	8
#define A	0
#define B	1
#define C	2

static const char *const names[] = { "a", "b", "c" };
static const u32 kinds[] = { 0, 1, 16, STATE_UNIT_MAX };
static u32 works;		/* bits of the systems that do; the others hang */
static u32 loads;		/* bits of the kernels that can be loaded */
static u32 said_good;		/* bits of the systems that have said knit done, or begun to */
static u32 starts[3];		/* how often each was started since it was to be tried */
static int running;		/* the system that has come up, negative: none */
static u32 wrong;

void print(const char *s)
{
	(void)s;
}

void command_end(struct boot *b, int err)
{
	(void)b;
	(void)err;
}

int cmd_done(struct boot *b)
{
	(void)b;
	return 0;
}

/* A system that says so, as its last word or not. */
static void say_good(void)
{
	said_good |= 1u << running;
	proc_mtd("mtd7: 00004000 00002000 \"state\"\n");
	wrong += !!cmd_good(&boot);
}

/* From power-on to a system that is up, or hangs, or to failsafe. */
static int boot_up(void)
{
	int n;

	running = -1;
	wrong += !!on();
	/* what the flash says now is what was said good, or the first since ever */
	for (n = A; n <= C; n++)
		if (!strcmp(state_slot(&boot.state), names[n]))
			wrong += !(said_good >> n & 1);
	wrong += !!further();
	if (asked)
		return 0;
	boot.slots.failed = 0;
	while ((n = slot_attempt(&boot)) >= 0 && !(loads >> n & 1))
		;
	if (n < 0)
		return 0;
	starts[n]++;
	if (!(works >> n & 1))
		return 0;
	running = n;
	in_slot = names[n];
	say_good();
	return 0;
}

static int next;		/* what the running system lets be tried */

static int try_next(void)
{
	static char *argv[3];

	argv[0] = (char *)"try";
	argv[1] = (char *)names[next];
	boot.argv = argv;
	proc_mtd("mtd7: 00004000 00002000 \"state\"\n");
	return cmd_slot(&boot);
}

/* A machine that has done well with system a, so often that its copy is full or has room. */
static void old_system(u32 unit, u32 boots)
{
	u32 n;

	memset(&boot.slots, 0, sizeof(boot.slots));
	slot_add(&boot, "a");
	slot_add(&boot, "b");
	slot_add(&boot, "c");
	works = 1 << A | 1 << C;
	loads = 7;
	said_good = 1 << A;
	wrong = 0;
	fresh(unit);
	for (n = 0; n < boots; n++)
		boot_up();
}

/* What was begun ends: the same system comes up again and again, and knows that it is good. */
static int settles(void)
{
	int i;

	for (i = 0; i < 8; i++)
		boot_up();
	i = running;
	boot_up();
	on();
	return i >= 0 && i == running && !boot.state.bad ? i : -1;
}

static void uncut(u32 unit)
{
	old_system(unit, 2);
	tap(running == A && starts[A], "the first slot is started where nothing is said");
	next = A;
	tap_long(try_next(), -EBUSY, "  it can't be tried");
	next = B;
	memset(starts, 0, sizeof(starts));
	tap_long(try_next(), 0, "one that does not work is tried");
	tap(settles() == A && starts[B] == 1, "  once, then the old one goes on");
	tap(!try_next() && settles() == A && starts[B] == 2, "  and once more if it is said so");
	works |= 1 << B;
	tap(!try_next() && settles() == B, "one that works stays");
	next = C;
	loads = 3;
	memset(starts, 0, sizeof(starts));
	tap(!try_next() && settles() == B && !starts[C], "one whose kernel can't be loaded");
	loads = 7;
	tap_long(settles(), B, "  is not tried later");
	works = 1 << A;
	loads = 1 << A;
	tap_long(settles(), A, "where the one in use is broken, any that can be loaded");
	works = 1 << B;
	loads = 7;
	boot.slots.name[B] = "other";
	memset(starts, 0, sizeof(starts));
	boot_up();
	tap(starts[A] == 1, "where it is gone: the first");
	tap_long(wrong, 0, "  nothing unexpected");
}

/* The power may go in the command, or in one of the boots that follow. */
static int upgrade(void)
{
	try_next();
	boot_up();
	return boot_up();
}

/* All changes from "try b" on are cut in turn; then a second time, in what mends that. */
static u32 cuts(u32 unit, u32 boots, int good, u32 *tried)
{
	u32 sum = 0;
	int at;
	int again;

	old_system(unit, boots);
	works = good ? 7 : 1 << A;
	next = B;
	keep();
	for (tear = 0; tear < TEARS; tear++)
		for (at = 0; ; at++) {
			int end;

			restore();
			running = A;
			in_slot = names[A];
			said_good = 1 << A;
			memset(starts, 0, sizeof(starts));
			if (!act(at, upgrade))
				break;
			for (again = 0; again < (at + (int)tear) % 3; again++)
				act((at * 3 + tear) % 5, boot_up);
			end = settles();
			sum += end != A && end != B;
			sum += !good && (end != A || starts[B] > 1);
			sum += end == B && !(said_good >> B & 1);
			++*tried;
		}
	return sum + wrong;
}

static void power_cuts(void)
{
	static const u32 full[] = { 8142, 2713, 169, 4 };
	u32 tried = 0;
	unsigned int k;
	u32 more;

	for (k = 0; k < ARRAY_SIZE(kinds); k++) {
		u32 sum = 0;

		for (more = 0; more < 4; more++) {
			sum += cuts(kinds[k], 1 + more, 0, &tried);
			sum += cuts(kinds[k], full[k] + more - 2, 1, &tried);
		}
		tap_long(sum, 0, "a new system, the power cut at each change");
	}
	tap(tried > 1000, "these were many");
	printf("# %u\n", tried);
}

/* Anything may happen in any order; a system that works comes up all the same. */
static void soak(u32 unit)
{
	u32 chance = 12345;
	u32 up = 0;
	u32 tries[3] = { 0 };
	u32 sum = 0;
	u32 n;
	int at;

	old_system(unit, 1);
	memset(starts, 0, sizeof(starts));
	for (n = 0; n < 5000; n++) {
		chance = chance * 1103515245 + 12345;
		tear = chance >> 16 & 63;
		at = chance >> 24 & 3 ? NEVER : (int)(chance >> 12 & 7);
		if (running >= 0 && chance >> 28 < 3) {
			next = (running + 1 + (chance >> 20 & 1)) % 3;
			tries[next]++;
			if (act(chance >> 30 ? NEVER : at, try_next))
				running = -1;
		}
		/* what is in use works; what is not may be anything */
		works = (works & said_good) | (chance >> 8 & 7);
		if (running >= 0)
			works |= 1u << running;
		if (act(at, boot_up))
			running = -1;
		up += running >= 0;
		/* of one that has never been good, each attempt was asked for */
		sum += !(said_good & 2) && starts[B] > tries[B];
		sum += !(said_good & 4) && starts[C] > tries[C];
	}
	works = 7;
	tap_long(sum + wrong, 0, "anything in any order");
	tap(settles() >= 0 && up > 2500, "  and it runs");
}

static void names_of_slots(void)
{
	static const struct slot own[] = {
		{ "x", { [SLOT_KERNEL] = "mtd:x" } }, { "y", { NULL } }, { }
	};
	struct board board = { .slots = own };

	memset(&boot.slots, 0, sizeof(boot.slots));
	tap_long(slot_add(&boot, ""), -EINVAL, "a slot without a name");
	tap_long(slot_set(&boot, "kernel", "/k"), -EINVAL, "  what it has is nobody's");
	tap_long(slot_add(&boot, "a b"), -EINVAL, "one that is two words");
	tap_long(slot_add(&boot, "a\"b"), -EINVAL, "one with a quote");
	tap_long(slot_add(&boot, "0123456789abcdef"), -EINVAL, "one that is too long");
	fresh(0);
	on();
	further();
	boot.board = &board;
	tap_long(slot_next(&boot), 0, "the board's own");
	tap_text(boot.kexec.words.word[KERNEL_FILE], "mtd:x", "  kernel");
	tap_text(boot.kexec.words.word[KERNEL_APPEND], "knit.slot=x ", "  and words");
	tap_long(slot_next(&boot), -ENOENT, "  the other has none");
	memset(&boot.slots, 0, sizeof(boot.slots));
	tap_long(slot_add(&boot, "0123456789abcde"), 0, "a name that just fits");
	tap_long(slot_set(&boot, "kernel", "/k"), 0, "  its kernel");
	tap_long(slot_set(&boot, "root", "mtd:r"), 0, "  and root");
	slot_set(&boot, "append", "quiet");
	tap_long(slot_set(&boot, "colour", "blue"), -EINVAL, "  one that there is not");
	tap_long(slot_next(&boot), 0, "  it is started");
	tap_text(boot.kexec.words.word[KERNEL_APPEND],
		 "knit.slot=0123456789abcde root=mtd:r quiet", "  with these words");
	in_slot = "0123456789abcde";
	tap_long(slot_next(&boot), -ENOENT, "  and starts none itself");
	in_slot = NULL;
	boot.state.unit = 0;
	boot.slots.failed = 0;
	tap_long(slot_next(&boot), -ENOENT, "no partition state: no slots");
	boot.board = NULL;
}

int main(void)
{
	unsigned int k;

	for (k = 0; k < ARRAY_SIZE(kinds); k++) {
		uncut(kinds[k]);
		soak(kinds[k]);
	}
	power_cuts();
	tap(!bad, "the chip was asked for nothing impossible");
	names_of_slots();
	return tap_done();
}
