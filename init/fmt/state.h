/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the flash keeps of the boots: Documentation/state.rst tells it byte by byte.
 */
#ifndef KNIT_STATE_H
#define KNIT_STATE_H

#define STATE_COPIES	2		/* erase blocks */
#define STATE_UNIT_MAX	512		/* bytes that are written at once, at most */
#define STATE_BAD_MAX	100		/* nobody counts further */
#define SLOT_NAME	16		/* bytes of a slot's name, with its NUL */

/**
 * struct state_head - what a copy begins with, in the CPU's byte order
 * @magic: STATE_MAGIC, which tells the version, too
 * @turn: one more than that of the other copy: the newer one counts
 * @bad: boots in a row that were not good, up to when this was written
 * @slot: the slot that is in use; empty: the first
 * @trial: the slot that is to be tried, or was; empty: none
 * @sum: of all that is before
 */
struct state_head {
	u32 magic;
	u32 turn;
	u32 bad;
	char slot[SLOT_NAME];
	char trial[SLOT_NAME];
	u32 sum;
};

/**
 * enum state_cell - the cells behind the head
 * @STATE_TRIED: a mark: the one attempt with the trial slot was made
 * @STATE_TAKEN: a mark: it was good, so it is the slot in use
 * @STATE_LOG: the first that tells of boots
 */
enum state_cell { STATE_TRIED, STATE_TAKEN, STATE_LOG };

/**
 * enum state_mark - the bits of a cell that are cleared to tell something
 * @STATE_STARTED: a boot began; in the cells before the log: that it is so
 * @STATE_GOOD: and was good
 * @STATE_FORGIVEN: the boots before this were bad, and it has come to failsafe
 * @STATE_BLANK: nothing was told yet
 */
enum state_mark {
	STATE_STARTED = 0x01, STATE_GOOD = 0x02, STATE_FORGIVEN = 0x04, STATE_BLANK = 0xff,
};

/**
 * struct state - what is known of the partition, and what it says
 * @mtd: the partition
 * @unit: bytes of a cell
 * @bits: further bits of a cell may be cleared later
 * @known: there is a copy that counts
 * @at: where that begins
 * @end: its first cell of the log that is blank
 * @bad: boots in a row that were not good
 * @tried: STATE_TRIED is marked
 * @taken: STATE_TAKEN is marked
 * @started: this boot has been marked
 * @head: of the copy that counts; then of the next one
 */
struct state {
	struct mtd mtd;
	u32 unit;
	u32 bits;
	u32 known;
	u32 at;
	u32 end;
	u32 bad;
	u32 tried;
	u32 taken;
	u32 started;
	struct state_head head[STATE_COPIES];
};

u32 state_sum(const struct state_head *head);
int state_newer(const struct state_head *heads);
const char *state_slot(const struct state *s);
void state_next(struct state *s, const char *slot, const char *trial);
int state_counted(struct state *s, unsigned int cell);
int slot_pick(const struct state *s, const char *const *names, u32 failed);

#endif /* KNIT_STATE_H */
