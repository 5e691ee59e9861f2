// SPDX-License-Identifier: GPL-2.0-only
/* What WalT's server wants of the node: release 11 and later; earlier ones hang up. */
#include "node.h"

#define CONFIG_ANSWER	NODE_RAM "/tmp/walt-config"
#define CONFIG_WAIT	5	/* seconds */
#define SHUT_WR		1	/* include/linux/net.h */

/* REQ_FETCH_NODE_CONFIG; the server answers, and hangs up when we have said that this is all. */
#define CONFIG_QUESTION	"17\n"

/* How a node can be run; the first is what is done where another one is wanted. */
static const char modes[] = "network-volatile\0network-persistent\0";

#define PERSISTENT	1

static int config_work(struct boot *b)
{
	int fd = node_ask(b, NODE_PORT_NOTIFY, CONFIG_QUESTION);
	u32 len = 0;
	int err;

	if (fd < 0)
		return fd;
	sys_shutdown(fd, SHUT_WR);
	b->data[0] = '\0';
	do
		err = node_hear(b, fd, &len);
	while (!err);
	if (err != -EPIPE)
		return err;
	err = file_make(CONFIG_ANSWER, b->data);
	return err < 0 ? err : 0;
}

/* Return: 0 if there is an answer, else a negative errno. b->text takes it. */
static int config_values(struct boot *b, const char **values)
{
	int len = file_read(CONFIG_ANSWER, b->text, KNIT_DATA_MAX);

	return len < 0 ? len : walt_config(b->text, values);
}

/**
 * node_config() - ask the server how the node is to be run
 * @b: the boot; the root is on NODE_NFS
 *
 * Return: whether the root is this node's own, to be written to; if not, or if nobody answers, it
 * is to be left as it is.
 */
int node_config(struct boot *b)
{
	const char *values[WALT_VALUES];
	unsigned int mode;
	int err;

	if (!is_walt(b) || node_server(b, b->path))
		return 0;
	err = child_run(b, config_work, CONFIG_WAIT);
	if (err)
		detail(b, "no configuration of the server: ", errno_text(b, err), ", ", NULL);
	if (err || config_values(b, values))
		return 0;
	mode = words_index(modes, values[WALT_MODE]);
	if (mode > PERSISTENT)
		detail(b, values[WALT_MODE], " is not known, ", NULL);
	return mode == PERSISTENT;
}

/**
 * config_persist() - where the node's own files are
 * @b: the boot; b->path becomes it, an empty text for nowhere
 *
 * Return: 0, or a negative errno if the server has said nothing of that.
 */
int config_persist(struct boot *b)
{
	const char *values[WALT_VALUES];
	int err = config_values(b, values);

	if (!err)
		path(b, values[WALT_PERSIST] ?: "", NULL);
	return err;
}

/**
 * config_lines() - what is to be added to NODE_ENV
 * @b: the boot; b->data takes it
 * @persistent: the root is this node's own
 *
 * Return: lines for a shell; NULL if the server has said nothing.
 */
const char *config_lines(struct boot *b, int persistent)
{
	const char *values[WALT_VALUES];

	if (config_values(b, values))
		return NULL;
	join(b->data, b->data + sizeof(b->data), "export walt_boot_mode=",
	     persistent ? modes + sizeof("network-volatile") : modes,
	     "\nexport walt_persist_path=", values[WALT_PERSIST] ?: "",
	     "\nexport walt_vnode_mode=", values[WALT_VNODE] ?: "0", "\n", NULL);
	return b->data;
}
