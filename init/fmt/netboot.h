/* SPDX-License-Identifier: GPL-2.0-only */
/* What goes over the wire when a machine boots from the network, and the script it gets. */
#ifndef KNIT_FMT_NETBOOT_H
#define KNIT_FMT_NETBOOT_H

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
static inline u16 be16(u16 n)
{
	return n << 8 | n >> 8;
}
#else
#define be16(n)	((u16)(n))
#endif

/* address.c */
#define ADDRESS_TEXT	16	/* "255.255.255.255" */
#define MAC_LEN		6
#define MAC_TEXT	18

char *address_text(char *at, const char *end, u32 addr);
void mac_text(char *to, const u8 *mac, char between);

/* model.c */
char *model_text(char *at, const char *end, const char *compatible);

/* dhcp.c */
#define DHCP_HEAD	240	/* RFC 2131 2, with the cookie */
#define DHCP_LEAST	300	/* RFC 1542 2.1: shorter ones are lost on the way */
#define DHCP_MOST	1472	/* what fits into an Ethernet frame */
#define DHCP_CLASS	128	/* the class of the machine, with its NUL */

enum dhcp_type {		/* RFC 2132 9.6 */
	DHCP_DISCOVER = 1, DHCP_OFFER = 2, DHCP_REQUEST = 3, DHCP_ACK = 5, DHCP_NAK = 6,
};

/**
 * struct dhcp - a packet, RFC 2131 2; numbers in the order of the wire
 * @op: 1: to a server, 2: from one
 * @htype: 1: Ethernet
 * @hlen: MAC_LEN
 * @hops: 0, or relays
 * @xid: what question and answer belong together by
 * @secs: seconds since the first question
 * @flags: the highest bit: answer to all
 * @ciaddr: the address that the client has
 * @yiaddr: the address that it gets
 * @siaddr: the server of the next step
 * @giaddr: the relay
 * @chaddr: the client's MAC address
 * @sname: the next server's name, or more options
 * @file: what is to be started, or more options
 * @cookie: options follow
 * @options: they
 */
struct dhcp {
	u8 op;
	u8 htype;
	u8 hlen;
	u8 hops;
	u32 xid;
	u16 secs;
	u16 flags;
	u32 ciaddr;
	u32 yiaddr;
	u32 siaddr;
	u32 giaddr;
	u8 chaddr[16];
	u8 sname[64];
	u8 file[128];
	u32 cookie;
	u8 options[DHCP_MOST - DHCP_HEAD];
};

/**
 * struct lease - what a server has said; addresses in the order of the wire, 0: none
 * @ip: the machine's address
 * @mask: its network's
 * @gateway: the first router
 * @server: who has said it (option 54)
 * @next: the server of the next step (siaddr)
 * @type: enum dhcp_type
 * @overload: what else holds options (RFC 2132 9.3)
 * @host: the machine's name
 * @root: path of its root
 * @tftp: name of the server of the next step
 * @file: what is to be started
 */
struct lease {
	u32 ip;
	u32 mask;
	u32 gateway;
	u32 server;
	u32 next;
	u8 type;
	u8 overload;
	char host[256];
	char root[256];
	char tftp[256];
	char file[256];
};

int dhcp_make(struct dhcp *p, enum dhcp_type type, u32 xid, const u8 *mac,
	      const char *machine, const struct lease *l);
int dhcp_read(const struct dhcp *p, u32 len, u32 xid, const u8 *mac, struct lease *l);
u32 lease_next(const struct lease *l);

/* uri.c */
#define URI_PATH	256
#define PORT_HTTP	80
#define PORT_TFTP	69

/**
 * struct uri - where a file is
 * @server: its address, in the order of the wire
 * @port: its port
 * @http: by HTTP, else by TFTP
 * @path: the file there, with a / before it
 */
struct uri {
	u32 server;
	u16 port;
	u8 http;
	char path[URI_PATH];
};

int uri_parse(const char *text, const struct uri *base, struct uri *u);
char *uri_text(char *at, const char *end, const struct uri *u);

/* tftp.c */
#define TFTP_BLOCK	1468	/* RFC 2348: what fits into an Ethernet frame */
#define TFTP_WINDOW	16	/* RFC 7440: blocks that come between two of our answers */
#define TFTP_PACKET	(4 + TFTP_BLOCK)
#define TFTP_UNKNOWN	0xffffffff

enum tftp_take { TFTP_NOTHING, TFTP_ANSWER, TFTP_END };

/**
 * struct tftp - a file on its way
 * @blksize: bytes of a block, as agreed
 * @window: blocks between two answers, as agreed
 * @size: bytes of the file, as the server has told; TFTP_UNKNOWN: it has not
 * @block: how many blocks have come, one behind the other
 * @len: how many bytes they had
 * @since: blocks since the last answer
 * @again: the last answer has been given twice
 */
struct tftp {
	u32 blksize;
	u32 window;
	u32 size;
	u32 block;
	u32 len;
	u32 since;
	u32 again;
};

int tftp_ask(struct tftp *t, char *packet, const char *end, const char *name);
int tftp_take(struct tftp *t, struct span packet, struct span *data);
int tftp_answer(struct tftp *t, u8 *packet);

/* http.c */
#define HTTP_HEAD	8192	/* longest head of an answer */
#define HTTP_UNKNOWN	0xffffffff	/* in place of a length */

/**
 * struct http - an answer
 * @status: 200 and so on
 * @left: bytes of the body, or of a piece of it, that are still to come
 * @state: where in the body we are: 0, or one of http.c's
 * @location: where the file is in fact, or NULL
 */
struct http {
	u32 status;
	u32 left;
	u32 state;
	const char *location;
};

int http_ask(char *at, const char *end, const struct uri *u);
int http_head(char *text, u32 len, struct http *h);
int http_body(struct http *h, struct span *in, struct span *data);

/* vars.c */
#define VARS_MAX	2048

/**
 * struct vars - what a script calls settings
 * @len: bytes of @text in use
 * @text: names and values in turn, a NUL behind each
 */
struct vars {
	u32 len;
	char text[VARS_MAX];
};

const char *vars_get(const struct vars *v, const char *name, u32 len);
int vars_set(struct vars *v, const char *name, const char *value);
char *vars_expand(const struct vars *v, const char *s, const char *s_end, char *at,
		  const char *end);

/* ipxe.c */
#define IPXE_LINE	4096	/* a command with what its variables stand for */
#define IPXE_STEPS	10000	/* commands of a script and all that it chains */
#define IPXE_WORDS	8	/* of a command that are looked at one by one */

/**
 * enum ipxe_do - what a script wants done; what is before IPXE_END is done in ipxe.c
 * @IPXE_NOTHING: it has been done already
 * @IPXE_SET: a variable
 * @IPXE_CLEAR: the same, without a value
 * @IPXE_ISSET: whether a word is empty
 * @IPXE_ISEQ: whether two words are the same
 * @IPXE_GOTO: go on elsewhere
 * @IPXE_END: the script has ended, well
 * @IPXE_ECHO: say something
 * @IPXE_CHAIN: run another script, and go on behind this command when it ends
 * @IPXE_KERNEL: get the kernel; what follows its name is its command line
 * @IPXE_ARGS: what follows the kernel's name is its command line
 * @IPXE_INITRD: get an initrd, behind those that there are
 * @IPXE_FDT: get a device tree
 * @IPXE_BOOT: start the kernel
 * @IPXE_FREE: forget all that was got
 * @IPXE_SLEEP: wait, seconds
 * @IPXE_REBOOT: restart the machine
 * @IPXE_SHELL: failsafe
 */
enum ipxe_do {
	IPXE_NOTHING, IPXE_SET, IPXE_CLEAR, IPXE_ISSET, IPXE_ISEQ, IPXE_GOTO,
	IPXE_END, IPXE_ECHO, IPXE_CHAIN, IPXE_KERNEL, IPXE_ARGS, IPXE_INITRD, IPXE_FDT,
	IPXE_BOOT, IPXE_FREE, IPXE_SLEEP, IPXE_REBOOT, IPXE_SHELL,
};

/**
 * struct ipxe_place - where in which script
 * @script: its text
 * @at: what is read next
 */
struct ipxe_place {
	const char *script;
	const char *at;
};

/**
 * struct ipxe - a script that runs
 * @now: where
 * @steps: commands that have been read
 * @fresh: none of this script
 * @skip: the next one is not to be done
 * @err: how the last one went
 * @vars: its variables
 * @word: the command's words; the one behind the last and all that follow are empty
 * @line: the command: its words, a blank between two
 */
struct ipxe {
	struct ipxe_place now;
	u32 steps;
	u32 fresh;
	u32 skip;
	int err;
	struct vars *vars;
	char *word[IPXE_WORDS];
	char line[IPXE_LINE];
};

int ipxe_is(const char *text);
void ipxe_begin(struct ipxe *x, const char *script);
int ipxe_step(struct ipxe *x, int err);
char **ipxe_words(struct ipxe *x);

#endif /* KNIT_FMT_NETBOOT_H */
