// SPDX-License-Identifier: GPL-2.0-only
/* Images that a WalT server has mounted, release 10: what they and its tools look for. */
#include "node.h"

#define PERSIST		NODE_RAM "/mnt/persist"
#define PERSIST_WAIT	15	/* seconds: for a server that has just given us the root */
#define UTS_NAME	65	/* include/uapi/linux/utsname.h: bytes of each name */
#define MODE		"export walt_boot_mode='network'\n"

static int persist_work(struct boot *b)
{
	return mount_at(b->path, PERSIST, "nfs", 0, b->data);
}

/* Files that a node keeps, whatever image it runs; most servers have them, but need not. */
static void persist_mount(struct boot *b)
{
	char *names = b->text + KNIT_DATA_MAX;
	int err;

	if (!node_server(b, b->data) || sys_uname(names))
		return;
	path(b, b->data, ":/var/lib/walt/nodes/", names + UTS_NAME, "/persist", NULL);
	nfs_options(b->data, b->data + sizeof(b->data), b->path, NULL);
	err = child_run(b, persist_work, PERSIST_WAIT);
	if (err)
		sys_rmdir(PERSIST);
	else
		mount_at(PERSIST, "/mnt/persist", NULL, MS_BIND, NULL);
	detail(b, err ? ", no /persist" : ", /persist", NULL);
}

/**
 * node_walt() - make the union what WalT's images and tools look for, if this is one
 * @b: the boot; the union is on /mnt
 */
void node_walt(struct boot *b)
{
	if (file_put("/mnt" NODE_ENV, MODE, O_WRONLY | O_APPEND) > 0)
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
