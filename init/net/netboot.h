/* SPDX-License-Identifier: GPL-2.0-only */
/* A boot from the network: who we are, what a server has said, and what is fetched. */
#ifndef KNIT_NET_NETBOOT_H
#define KNIT_NET_NETBOOT_H

#include "../fmt/netboot.h"

struct boot;

#define NETBOOT_SCRIPTS	32768	/* bytes of all scripts that run, one behind the other */
#define NETBOOT_DEPTH	8	/* scripts that run each other */
#define NETBOOT_NAME	16	/* IFNAMSIZ */
#define NETBOOT_CLASS	"walt.node."	/* what a DHCP server knows the machine's model by */
#define NETBOOT_REBOOT	(-EAGAIN)	/* a script wants the machine to restart */

/**
 * enum netboot_fd - what is fetched, in memory; the first are as enum kexec_fd
 * @NETBOOT_KERNEL: the kernel
 * @NETBOOT_INITRD: its initrd
 * @NETBOOT_DTB: its device tree
 * @NETBOOT_SIGNATURE: the signature of these
 * @NETBOOT_CMDLINE: what the kernel's command line is to be
 * @NETBOOT_SCRIPT: the script that was fetched last, or a file that only has to be there
 * @NETBOOT_FDS: how many there are
 */
enum netboot_fd {
	NETBOOT_KERNEL, NETBOOT_INITRD, NETBOOT_DTB, NETBOOT_SIGNATURE, NETBOOT_CMDLINE,
	NETBOOT_SCRIPT, NETBOOT_FDS,
};

/**
 * struct netboot_frame - a script that waits for the end of one that it chains
 * @place: where it goes on
 * @base: where it has come from
 */
struct netboot_frame {
	struct ipxe_place place;
	struct uri base;
};

/**
 * struct netboot - all of it
 * @fds: what is fetched
 * @only: the interface that is to be used, NULL: any
 * @command: no boot: what is said goes to standard output
 * @last: nobody has asked for the network: a person may wait for failsafe
 * @hurry: a server that does not answer is not asked again
 * @random: for what must not be the same on each machine
 * @fd: of the file that is fetched
 * @start: bytes that are there before it
 * @len: how many of it have come
 * @dots: how many mebibytes of it have been told
 * @most: how many bytes a file may have
 * @mac: the interface's address
 * @name: the interface
 * @machine: what is said of the machine: walt.node.MODEL
 * @lease: what a server has said
 * @base: where names of files begin
 * @uri: the file that is fetched
 * @tftp: how far it is
 * @http: the same
 * @vars: what a script, or the command line, may name
 * @cmdline: the new kernel's command line
 * @script: the script that runs
 * @depth: how many wait for it
 * @frames: these
 * @scripts: their texts, a NUL behind each
 */
struct netboot {
	int fds[NETBOOT_FDS];
	const char *only;
	u8 command;
	u8 last;
	u8 hurry;
	u32 random;
	int fd;
	u32 start;
	u32 len;
	u32 dots;
	u32 most;
	u8 mac[MAC_LEN];
	char name[NETBOOT_NAME];
	char machine[DHCP_CLASS];
	struct lease lease;
	struct uri base;
	struct uri uri;
	struct tftp tftp;
	struct http http;
	struct vars vars;
	char cmdline[IPXE_LINE];
#ifdef CONFIG_KNIT_NETBOOT_IPXE
	struct ipxe script;
	unsigned int depth;
	struct netboot_frame frames[NETBOOT_DEPTH];
	char scripts[NETBOOT_SCRIPTS];
#endif
};

/* net/wait.c */
u32 netboot_random(struct boot *b);
u32 netboot_jitter(struct boot *b, u32 us);
int net_wait(int fd, int events, u32 us);
int net_socket(int type, u16 port);
int net_receive(int fd, void *buf, u32 size, u32 us, u32 *addr, u16 *port);
int net_send(int fd, const void *data, u32 len, u32 addr, u16 port);
int net_connect(int fd, u32 addr, u16 port);

/* net/dhcp.c */
int dhcp_get(struct boot *b);

/* net/fetch.c */
void netboot_say(struct boot *b, int err);
u32 netboot_size(struct boot *b, enum netboot_fd which);
int netboot_read(struct boot *b, enum netboot_fd which, char *buf, u32 size);
int file_add(struct boot *b, struct span data);
int is_missing(int err);
int fetch(struct boot *b, const char *name, enum netboot_fd to);
int fetch_kernel(struct boot *b, const char *name);

/* net/tftp.c, net/http.c */
int tftp_get(struct boot *b);
#ifdef CONFIG_KNIT_NETBOOT_HTTP
int http_get(struct boot *b);
#else
#define http_get(b)	((void)(b), -EINVAL)
#endif

/* net/script.c */
#ifdef CONFIG_KNIT_NETBOOT_IPXE
int script_begin(struct boot *b, enum netboot_fd from);
int script_run(struct boot *b);
#else
#define script_begin(b, from)	((void)(b), -ENOEXEC)
#define script_run(b)	((void)(b), -ENOEXEC)
#endif

/* net/vars.c */
int netboot_vars(struct boot *b);
int netboot_machine(struct boot *b);

/* net/netboot.c */
int netboot_get(struct boot *b);
void netboot_fds(struct boot *b, int *fds);

/* stage/netboot.c */
#ifdef CONFIG_KNIT_NETBOOT
int netboot_asked(struct boot *b);
#else
#define netboot_asked(b)	((void)(b), 0)
#endif

#endif /* KNIT_NET_NETBOOT_H */
