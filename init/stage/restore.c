// SPDX-License-Identifier: GPL-2.0-only
/*
 * The configuration that sysupgrade has saved: unpacked over the new root before anybody
 * looks at it. The archive goes last, so a restore that the power has cut begins anew.
 */
#include "../fmt/fmt.h"

#define ARCHIVE		"/sysupgrade.tgz"

/* One line of the ROM's, if its user, before the first colon, is none of the root's. */
static int user_missing(const char *have, const char *line)
{
	size_t len = 0;

	while (line[len] && line[len] != ':' && line[len] != '\n')
		len++;
	for (; *have; have = line_next(have))
		if (!strncmp(have, line, len + 1))
			return 0;
	return line[len] == ':';
}

/*
 * Users that the new system has and the saved configuration has not: as OpenWrt does. Taken
 * from the ROM, so doing it twice adds nothing.
 */
static void users_merge(struct boot *b, const char *file)
{
	char *have = b->text;
	char *rom = b->text + KNIT_TEXT_MAX / 2;
	const char *line;
	int fd;
	int n = file_read(path(b, b->root, file, NULL), have, KNIT_TEXT_MAX / 2);

	if (n >= 0)
		n = file_read(path(b, b->rom, file, NULL), rom, KNIT_TEXT_MAX / 2);
	if (n < 0) {
		try(b, file);
		report(b, n);
		return;
	}
	fd = file_open(path(b, b->root, file, NULL), O_WRONLY | O_APPEND);
	if (*have && have[strlen(have) - 1] != '\n')
		text_write(fd, "\n");	/* an editor has left it out */
	for (line = rom; *line; line = line_next(line)) {
		const char *next = line_next(line);

		if (user_missing(have, line))
			sys_write(fd, line, next - line);
	}
	sys_close(fd);
}

static int restore_sync(struct boot *b)
{
	(void)b;
	return sys_sync();
}

/**
 * stage_restore() - unpack the configuration that an upgrade has kept
 * @b: the boot
 *
 * It lies in the root: overlay_on() has moved it there, if it came with the image. tar is the
 * ROM's with all that belongs to it, since the archive may bring another: one that was unpacked
 * by half when the power was cut.
 *
 * Return: 0, 1 if there is none, or a negative errno: then it stays, for the next boot.
 */
int stage_restore(struct boot *b)
{
	static char *const argv[] = { "/bin/tar", "-xzf", &ARCHIVE[1], NULL };
	const char *archive = path(b, b->root, ARCHIVE, NULL);
	int err;

	err = file_open(archive, O_RDONLY);
	if (err < 0)
		return err == -ENOENT ? 1 : err;
	sys_close(err);
	try(b, argv[0]);
	err = program_run(b, b->rom, argv, CONFIG_KNIT_RESTORE_TIMEOUT);
	if (err > 0)
		err = -EINVAL;
	if (err)
		return err;
	users_merge(b, "/etc/passwd");
	users_merge(b, "/etc/group");
	users_merge(b, "/etc/shadow");
	err = child_run(b, restore_sync, CONFIG_KNIT_RESTORE_TIMEOUT);
	if (!err)
		err = sys_unlink(path(b, b->root, ARCHIVE, NULL));
	if (!err)
		say(b, "the saved configuration is back", NULL);
	return err;
}
