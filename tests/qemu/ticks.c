// SPDX-License-Identifier: GPL-2.0-only
/*
 * The machine's own clock, which a kexec leaves alone, put into the kernel's log: ticks, and how
 * many a second has.
 */
#include <stdio.h>

#if defined(__aarch64__)
static void ticks(unsigned long long *now, unsigned int *hz)
{
	unsigned long many;

	__asm__ volatile("isb\n\tmrs %0, cntvct_el0\n\tmrs %1, cntfrq_el0"
			 : "=r"(*now), "=r"(many));
	*hz = many;
}
#elif defined(__arm__)
static void ticks(unsigned long long *now, unsigned int *hz)
{
	__asm__ volatile("isb\n\tmrrc p15, 1, %Q0, %R0, c14\n\tmrc p15, 0, %1, c14, c0, 0"
			 : "=r"(*now), "=r"(*hz));
}
#elif defined(__x86_64__)
static void ticks(unsigned long long *now, unsigned int *hz)
{
	unsigned int low, high;

	__asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
	*now = (unsigned long long)high << 32 | low;
	*hz = 1000000000;	/* QEMU's, with -icount */
}
#elif defined(__mips__)
static void ticks(unsigned long long *now, unsigned int *hz)
{
	unsigned int count;

	__asm__ volatile(".set push\n.set mips32r2\nrdhwr %0, $2\n.set pop" : "=r"(count));
	*now = count;
	*hz = 0;		/* the kernel measures it */
}
#endif

int main(void)
{
	unsigned long long now;
	unsigned int hz;
	FILE *log = fopen("/dev/kmsg", "w");

	if (!log)
		return 1;
	ticks(&now, &hz);
	fprintf(log, "ticks: %llu %u\n", now, hz);
	return 0;
}
