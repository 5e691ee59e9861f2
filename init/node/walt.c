// SPDX-License-Identifier: GPL-2.0-only
/* Images that a WalT server has mounted, release 10: what they and its tools look for. */
#include "node.h"

#define PERSIST		NODE_RAM "/mnt/persist"
#define PERSIST_11	NODE_RAM "/persist"		/* of release 11 and later */
#define PERSIST_LINK	"/run/walt/rootfs/persist"	/* that, as the image sees it */
#define PERSIST_WAIT	15	/* seconds: for a server that has just given us the root */
#define MODE		"export walt_boot_mode='network'\n"

#ifdef CONFIG_KNIT_NODE_CONFIG
#define persist_place(b)	((b)->want)
#else
#define persist_place(b)	PERSIST
#endif

static int persist_work(struct boot *b)
{
	return mount_at(b->path, persist_place(b), "nfs", 0, b->data);
}

/* Release 10: the folder that has the node's name. b->path becomes it. */
static int persist_named(struct boot *b)
{
	char *names = b->text + KNIT_DATA_MAX;

	if (node_server(b, b->data) || sys_uname(names))
		return -EINVAL;
	path(b, b->data, ":/var/lib/walt/nodes/", names + UTS_NAME, "/persist", NULL);
	return 0;
}

/* Files that a node keeps, whatever image it runs; most servers have them, but need not. */
static void persist_mount(struct boot *b)
{
	int from_11 = !config_persist(b);
	int err;

	if (!from_11 && persist_named(b))
		return;
	if (nfs_options(b->data, b->data + sizeof(b->data), b->path, NULL) && from_11)
		return;
	if (IS_ENABLED(CONFIG_KNIT_NODE_CONFIG))
		b->want = from_11 ? PERSIST_11 : PERSIST;
	err = child_run(b, persist_work, PERSIST_WAIT);
	if (err)
		sys_rmdir(persist_place(b));
	/* release 11 has a link, where there is nothing else */
	else if (!from_11 || sys_symlink(PERSIST_LINK, "/mnt/persist"))
		mount_at(persist_place(b), "/mnt/persist", NULL, MS_BIND, NULL);
	detail(b, err ? ", no /persist" : ", /persist", NULL);
}

/* A root that keeps what is written has been told already, but the first time. */
static int is_told(struct boot *b)
{
	char value[2];

	return file_read("/mnt" NODE_ENV, b->text, KNIT_LOG_MAX) > 0 &&
	       lines_get(b->text, "export walt_boot_mode=", value, value + 2) != -ENOENT;
}

/**
 * node_walt() - make the root what WalT's images and tools look for, if this is one
 * @b: the boot; the root is on /mnt
 * @persistent: it keeps what is written
 */
void node_walt(struct boot *b, int persistent)
{
	const char *lines = config_lines(b, persistent);

	if (!lines)
		lines = MODE;
	if ((IS_ENABLED(CONFIG_KNIT_NODE_CONFIG) && persistent && is_told(b)) ||
	    file_put("/mnt" NODE_ENV, lines, O_WRONLY | O_APPEND) > 0)
		persist_mount(b);
}

/**
 * node_environment() - the real init's environment, as WalT's own first init hands it on
 * @b: the boot; b->text takes NODE_ENV, which is lines for a shell: export NAME="value"
 * @env: what there is by now
 *
 * Return: the list for execve().
 */
char **node_environment(struct boot *b, char **env)
{
	char **end = b->env + KNIT_ENV_MAX - 1;
	char **to = b->env;
	char *s;

	if (file_read(NODE_ENV, b->text, KNIT_LOG_MAX) <= 0)
		return env;
	for (s = b->text; *s; s++)
		if (*s == '\'')
			*s = '"';
	cmdline_split(b->text);
	while (*env && to < end)
		*to++ = *env++;
	for (s = b->text; *s && to < end; s += strlen(s) + 1)
		if (strchr(s, '='))
			*to++ = s;
	if (to < end)
		*to++ = "walt_init_done=1";
	*to = NULL;
	return b->env;
}
