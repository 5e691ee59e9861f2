// SPDX-License-Identifier: GPL-2.0-only
/* A device that the configuration names: found, waited for, checked and mounted. */
#include "../fmt/fmt.h"

#define FSCK_MENDED	3	/* fsck(8): 1: errors corrected, 2: restart if it was mounted */

static int entry_look(struct boot *b, const struct fstab_entry *e)
{
	char spec[KNIT_PATH_MAX];
	char *end = spec + sizeof(spec);
	char *at = spec;

	if (e->uuid)
		at = join(at, end, "UUID=", e->uuid, NULL);
	else if (e->label)
		at = join(at, end, "LABEL=", e->label, NULL);
	else if (e->device)
		at = join(at, end, strchr(e->device, '/') || strchr(e->device, '=') ? "" : "/dev/",
			  e->device, NULL);	/* OpenWrt compares the last part alone */
	if (at == spec || at == end - 1)
		return -EINVAL;
	return probe_find(b, spec);
}

/**
 * entry_find() - find the device of an entry, and wait for it
 * @b: the boot; b->config.device becomes its node
 * @e: the entry
 *
 * All entries share the time that may be waited, delay_root seconds from the first that is
 * missing: a machine without its disk starts that much later, once.
 *
 * Return: 0, -EINVAL if it names none, -ENODEV if there is none.
 */
int entry_find(struct boot *b, const struct fstab_entry *e)
{
	struct config *c = &b->config;
	int fd = uevent_open();
	int err;

	for (;;) {
		err = entry_look(b, e);
		if (!err || err == -EINVAL || err == -E2BIG)
			break;
		if (!c->waited)
			c->since = uptime_us();
		c->waited = 1;
		if (uptime_us() - c->since >= c->fstab.delay_root * 1000000u)
			break;
		uevent_wait(b, fd);
	}
	sys_close(fd);
	if (!err)
		join(c->device, c->device + sizeof(c->device), b->path, NULL);
	return err;
}

/*
 * Let the file system be checked by fsck.<type> of the root, if that is there. -p is known
 * to all of them: mend what can be mended without asking.
 */
static int entry_check(struct boot *b)
{
	struct config *c = &b->config;
	char program[KNIT_PATH_MAX];
	char *argv[4] = { program, "-p", c->device, NULL };
	int err;

	join(program, program + sizeof(program), "/usr/sbin/fsck.", b->type, NULL);
	say(b, "checking ", c->device, NULL);
	report(b, 0);
	err = program_run(b, b->root, argv, CONFIG_KNIT_FSCK_TIMEOUT);	/* OpenWrt's are in /usr */
	if (err == -ENOENT) {
		argv[0] = program + sizeof("/usr") - 1;
		err = program_run(b, b->root, argv, CONFIG_KNIT_FSCK_TIMEOUT);
	}
	if (err == -ENOENT) {
		try(b, program);
		report(b, err);
		return 0;
	}
	try(b, c->device);
	return err > FSCK_MENDED ? -EINVAL : err > 0 ? 0 : err;
}

/*
 * The server is waited for as a device is, and with all the others. What fsck is to a disk has
 * been done there.
 */
#ifdef CONFIG_KNIT_CONFIG_NFS
static int entry_nfs(struct boot *b, const struct fstab_entry *e, const char *target)
{
	struct config *c = &b->config;
	char *options = join(b->text, b->text + KNIT_DATA_MAX,
			     nfs_type(e->fstype) == 4 ? "vers=4," : "", NULL);
	u32 since = uptime_us();
	int err;

	b->type = e->fstype;
	b->flags = 0;
	err = mount_options(e->options, &b->flags, options, b->text + KNIT_DATA_MAX);
	try(b, e->target);
	if (err || !e->device)
		return err ?: -EINVAL;
	join(c->device, c->device + sizeof(c->device), e->device, NULL);
	if (strcmp(path(b, c->device, NULL), e->device))
		return -E2BIG;
	err = nfs_mount(b, target, b->text, c->waited ? 1 : c->fstab.delay_root);
	if (err && !c->waited) {
		c->since = since;
		c->waited = 1;
	}
	return err;
}
#else
#define entry_nfs(b, e, target)	(-ENODEV)
#endif

static int entry_work(struct boot *b)
{
	return sys_mount(b->config.device, b->want, b->type, b->flags, b->options);
}

/**
 * entry_mount() - find, check and mount what an entry names
 * @b: the boot; b->type is left
 * @e: the entry
 * @target: where to; made if it is missing
 *
 * Return: 0, or a negative errno, with b->step.
 */
int entry_mount(struct boot *b, const struct fstab_entry *e, const char *target)
{
	struct config *c = &b->config;
	int err;

	if (IS_ENABLED(CONFIG_KNIT_CONFIG_NFS) && nfs_type(e->fstype))
		return entry_nfs(b, e, target);
	err = entry_find(b, e);
	try(b, e->target);
	if (err)
		return err;
	if (!probe_device(b, c->device, &c->probe))
		b->type = c->probe.type;
	else if (e->fstype)
		b->type = e->fstype;
	else
		return -ENODATA;
	if (e->check_fs || c->fstab.all.check_fs) {
		err = entry_check(b);
		if (err)
			return err;
	}
	b->flags = MS_NOATIME;
	b->options = b->data;
	err = mount_options(e->options, &b->flags, b->data, b->data + sizeof(b->data));
	if (err)
		return err;
	b->want = target;
	sys_mkdir(target, 0755);
	return child_run(b, entry_work, CONFIG_KNIT_CHILD_TIMEOUT);
}
