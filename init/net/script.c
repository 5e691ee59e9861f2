// SPDX-License-Identifier: GPL-2.0-only
/* What an iPXE script wants done. */
#include "net.h"

#define SLEEP_MOST	3600	/* seconds */

/* The text of a script that was fetched, behind that of the one that runs. */
static int script_load(struct boot *b, enum netboot_fd from)
{
	struct netboot *nb = &b->netboot;
	const char *running = nb->script.now.script;
	char *at = nb->scripts;
	int err;

	if (running)
		at = (char *)running + strlen(running) + 1;
	err = netboot_read(b, from, at, nb->scripts + sizeof(nb->scripts) - at);
	if (!err && !ipxe_is(at))
		err = -ENOEXEC;
	if (err)
		return err;
	nb->base = nb->uri;
	ipxe_begin(&nb->script, at);
	return 0;
}

/**
 * script_begin() - begin with a file that was fetched
 * @b: the boot
 * @from: the file
 *
 * Return: 0, -ENOEXEC if it is no script, -EFBIG if it is larger than one can be, or another
 * negative errno.
 */
int script_begin(struct boot *b, enum netboot_fd from)
{
	struct netboot *nb = &b->netboot;

	nb->depth = 0;
	nb->script.vars = &nb->vars;
	nb->script.steps = 0;
	nb->script.now.script = NULL;
	return script_load(b, from);
}

static int script_chain(struct boot *b, const char *name)
{
	struct netboot *nb = &b->netboot;
	struct netboot_frame *frame = nb->frames + nb->depth;
	int err;

	if (nb->depth == NETBOOT_DEPTH)
		return -E2BIG;
	frame->place = nb->script.now;
	frame->base = nb->base;
	err = fetch(b, name, NETBOOT_SCRIPT) ?: script_load(b, NETBOOT_SCRIPT);
	if (!err)
		nb->depth++;
	return err;
}

/* A script has ended; so have all, if none waits for it. */
static int script_end(struct netboot *nb)
{
	if (!nb->depth)
		return 1;
	nb->depth--;
	nb->script.now = nb->frames[nb->depth].place;
	nb->base = nb->frames[nb->depth].base;
	return 0;
}

static int script_kernel(struct boot *b, char **word, int get)
{
	char *end = b->netboot.cmdline + sizeof(b->netboot.cmdline);

	if (join(b->netboot.cmdline, end, word[1], NULL) == end - 1)
		return -E2BIG;
	return get ? fetch_kernel(b, word[0]) : 0;
}

static int script_free(struct boot *b)
{
	unsigned int i;

	for (i = NETBOOT_KERNEL; i <= NETBOOT_DTB; i++)
		sys_ftruncate(b->netboot.fds[i], 0);
	b->netboot.cmdline[0] = '\0';
	return 0;
}

static int script_sleep(const char *text)
{
	u32 seconds;

	for (number(text, 10, &seconds); seconds && seconds <= SLEEP_MOST; seconds--)
		net_wait(-1, 0, 1000000);
	return seconds ? -EINVAL : 0;
}

/* Is there something to be started? A name behind `boot` is that of a kernel to be fetched. */
static int script_boot(struct boot *b, char **word)
{
	int err = 0;

	if (!netboot_size(b, NETBOOT_KERNEL) && *word[0])
		err = script_kernel(b, word, 1);
	try(b, err ? b->step : "a kernel");
	return err ?: netboot_size(b, NETBOOT_KERNEL) ? 1 : -ENOENT;
}

/* Return: 0, 1 when the kernel is to be started, or a negative errno, with b->step. */
static int script_do(struct boot *b, int what)
{
	char **word = ipxe_words(&b->netboot.script);

	try(b, word[0]);
	switch (what) {
	case IPXE_ECHO:
		say(b, word[0], " ", word[1], NULL);
		netboot_say(b, 0);
		return 0;
	case IPXE_CHAIN:
		return script_chain(b, word[0]);
	case IPXE_KERNEL:
	case IPXE_ARGS:
		return script_kernel(b, word, what == IPXE_KERNEL);
	case IPXE_INITRD:
		return fetch(b, word[0], NETBOOT_INITRD);
	case IPXE_FDT:
		return fetch(b, word[0], NETBOOT_DTB);
	case IPXE_BOOT:
		return script_boot(b, word);
	case IPXE_FREE:
		return script_free(b);
	case IPXE_SLEEP:
		return script_sleep(word[0]);
	case IPXE_REBOOT:
		return NETBOOT_REBOOT;
	default:
		return -ECANCELED;	/* a person is to have a look */
	}
}

/**
 * script_run() - do what a script wants
 * @b: the boot; script_begin() has begun it
 *
 * Return: 0 when there is a kernel that is to be started; NETBOOT_REBOOT, -ECANCELED for
 * failsafe, or another negative errno, with b->step.
 */
int script_run(struct boot *b)
{
	struct netboot *nb = &b->netboot;
	int err = 0;

	for (;;) {
		int what = ipxe_step(&nb->script, err);

		if (what > IPXE_END) {
			err = script_do(b, what);
			if (err == 1)
				return 0;
			if (err == NETBOOT_REBOOT || err == -ECANCELED)
				return err;
			if (err)
				netboot_say(b, err);
			continue;
		}
		if (what == -ENOEXEC) {
			try(b, nb->script.word[0]);
			netboot_say(b, what);
		}
		err = what < 0 ? what : 0;
		if (script_end(nb)) {
			try(b, "the script has started nothing");
			return err ?: -ENOENT;
		}
	}
}
