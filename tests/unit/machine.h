/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A machine whose flash has the partition `state`, on the chip of chip.h: it can be switched on,
 * and loses its power where it is told to.
 */
#ifndef KNIT_TEST_MACHINE_H
#define KNIT_TEST_MACHINE_H

struct boot boot;
static const char *asked;
static const char *window;		/* knit.window= */
static const char *in_slot;		/* knit.slot= */

const char *mtd_path(struct boot *b, const struct mtd *mtd)
{
	(void)b;
	return mtd->index == 7 ? "/dev/mtd7" : "/dev/mtd8";
}

int mtd_find(struct boot *b, const char *name, struct mtd *mtd)
{
	return procmtd_find(b->text, name, mtd);
}

const char *option_(const char *key)
{
	if (!strcmp(key, "knit.slot="))
		return in_slot;
	return strcmp(key, "knit.window=") ? NULL : window;
}

u32 option_us(const char *key, u32 otherwise, u32 most)
{
	(void)most;
	return (option_(key) ? (u32)atoi(option_(key)) : otherwise) * 1000000;
}

void window_asked(struct boot *b, const char *how)
{
	(void)b;
	asked = how;
}

int stage_window(struct boot *b)
{
	b->window_us = option_us("knit.window=", window_seconds(b), WINDOW_MAX);
	return !b->window_us;
}

int child_run(struct boot *b, int (*work)(struct boot *b), unsigned int seconds)
{
	struct state kept = b->state;
	int err;

	(void)seconds;
	err = work(b);
	b->state = kept;	/* what a child has changed is lost with it */
	return err;
}

int child_start(struct boot *b, int (*work)(struct boot *b))
{
	return child_run(b, work, 0);
}

u32 uptime_us(void)
{
	return 0;
}

int mtd_laid_out(struct boot *b, const char *name, struct mtd *mtd)
{
	return mtd_find(b, name, mtd);
}

int cmdline_read(struct boot *b)
{
	(void)b;
	return 0;
}

static void proc_mtd(const char *text)
{
	memcpy(boot.text, text, strlen(text) + 1);
}

/* A machine that is switched on, up to where the flash has been looked at. */
static int on(void)
{
	memset(&boot.state, 0, sizeof(boot.state));
	boot.failsafe = FAILSAFE_NEVER;
	boot.mode = MODE_ROUTER;
	boot.at = boot.line;
	boot.text_at = boot.line;
	boot.window_us = 2000000;
	asked = NULL;
	in_slot = NULL;
	proc_mtd("mtd7: 00004000 00002000 \"state\"\n");
	return stage_state(&boot);
}

/* And further: it starts, or ends in failsafe. */
static int further(void)
{
	if (!asked)
		return stage_started(&boot);
	state_forgive(&boot);
	return 0;
}

/* A chip from the factory. */
static void fresh(u32 unit)
{
	memset(chip, 0xff, sizeof(chip));
	memset(written, 0, sizeof(written));
	memset(erased, 0, sizeof(erased));
	ecc = unit;
	until = NEVER;
}

static u8 kept[SIZE];
static u8 kept_written[SIZE];

static void keep(void)
{
	memcpy(kept, chip, SIZE);
	memcpy(kept_written, written, SIZE);
}

static void restore(void)
{
	memcpy(chip, kept, SIZE);
	memcpy(written, kept_written, SIZE);
	on();
}

/* Return: 1 if the power was cut. */
static int act(int at, int (*what)(void))
{
	until = at;
	if (setjmp(power)) {
		until = NEVER;
		return 1;
	}
	what();
	until = NEVER;
	return 0;
}

#endif /* KNIT_TEST_MACHINE_H */
