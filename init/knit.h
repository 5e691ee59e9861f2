/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What every part of knit shares: the state of one boot, what a stage is, and
 * how things are said.
 *
 * Errors are negative errno all the way up. Who finds one leaves in boot->step
 * what was tried; the sequence reports both, once.
 */
#ifndef KNIT_H
#define KNIT_H

#include "sys.h"

#include <linux/blkpg.h>

#define KNIT_LINE_MAX	256	/* one message */
#define KNIT_LOG_MAX	4096	/* the boot log, about 40 messages */
#define KNIT_CMDLINE_MAX 4096	/* COMMAND_LINE_SIZE of mips, our longest */
#define KNIT_TEXT_MAX	32768	/* /proc/mtd: 256 partitions of at most 90 bytes */
#define KNIT_INDEX_MAX	0x100000 /* modules.dep: Debian's have 0.1 to 0.7 MB */
#define KNIT_PATH_MAX	128	/* paths that knit puts together itself */
#define KNIT_DATA_MAX	512	/* mount options that knit puts together itself */
#define KNIT_ENV_MAX	64	/* the kernel hands over 34 at most (MAX_INIT_ENVS) */
#define KNIT_CONSOLES	8	/* consoles that get a failsafe shell */
#define KNIT_CONSOLES_MAX (KNIT_LINE_MAX + 2)	/* consoles' names, and the last two NULs */
#define NETMSG_TEXT	998	/* a message for the network */
#define NETMSG_SIZE	(2 + NETMSG_TEXT + 1)
#define KNIT_NAMES	390	/* include/uapi/linux/utsname.h, struct new_utsname */
#define KNIT_POLLS	32	/* uevents, consoles, input devices */

#define PARTLABEL	"PARTLABEL="	/* root=, a partition by its name */

/**
 * struct span - bytes that lie somewhere
 * @at: the first
 * @len: how many; 0: there are none
 */
struct span {
	const u8 *at;
	u32 len;
};

#include "config.h"
#ifdef CONFIG_KNIT_KEXEC
#include "kexec/kexec.h"
#endif
#ifdef CONFIG_KNIT_SLOTS
#include "slot.h"
#endif
#include "net/netboot.h"

struct board;

/**
 * enum failsafe_state - whether the machine has been in failsafe
 * @FAILSAFE_NEVER: not since it was switched on
 * @FAILSAFE_NOW: it is
 * @FAILSAFE_LEFT: a person has let the boot go on: no window then
 */
enum failsafe_state { FAILSAFE_NEVER, FAILSAFE_NOW, FAILSAFE_LEFT };

/**
 * struct knit_poll - struct pollfd of the kernel (asm-generic/poll.h), under a name
 * that no libc has
 * @fd: descriptor; negative: none
 * @events: what is waited for
 * @revents: what there is
 */
struct knit_poll {
	int fd;
	short events;
	short revents;
};

/**
 * enum led_show - what the LEDs tell, as OpenWrt's diag.sh has it
 * @LED_SHOW_WINDOW: press a button now: boot, 100/100 ms
 * @LED_SHOW_BOOT: the boot goes on: boot, 200/200 ms
 * @LED_SHOW_FAILSAFE: failsafe, 50/50 ms; boot and running off
 * @LED_SHOW_UPGRADE: the flash is being written: upgrade, 200/200 ms; running off
 * @LED_SHOW_DONE: running on; boot off
 */
enum led_show {
	LED_SHOW_WINDOW, LED_SHOW_BOOT, LED_SHOW_FAILSAFE, LED_SHOW_UPGRADE, LED_SHOW_DONE,
};

/**
 * enum mode - how knit was started, or what it was asked for; 0: not known yet
 * @MODE_ROUTER: /init of a cpio with nothing beside it: find the root itself
 * @MODE_ROOT: the same, with root= on the command line
 * @MODE_PIVOT: init= on a read-only file system: put an overlay on top of it
 * @MODE_NEXT: a real init is here already: become it, where it is
 * @MODE_NETBOOT: knit.netboot on the command line: kernel and root come from a server
 * @MODE_NODE: init= on an NFS root, or nfsroot= on the command line: put RAM on top of it
 */
enum mode {
	MODE_ROUTER = 1, MODE_ROOT = 2, MODE_PIVOT = 4, MODE_NEXT = 8, MODE_NODE = 16,
	MODE_NETBOOT = 32,
};

/**
 * struct mtd - one MTD device, as a line of /proc/mtd tells it
 * @index: N of mtdN
 * @size: bytes
 * @erasesize: bytes
 */
struct mtd {
	u32 index;
	u32 size;
	u32 erasesize;
};

#include "fmt/state.h"

/**
 * struct boot - all there is to know about this boot; the only global
 * @step: what the running stage has tried last, for the message if it failed
 * @at: end of @line as far as it is filled
 * @text_at: where the stage's own words begin in @line
 * @rom: where the read-only root is to be seen, NULL while there is none
 * @root: what becomes the root file system at the handover
 * @board: the machine's descriptor
 * @watchdog: descriptor of /dev/watchdog, negative when there is none
 * @net: the socket for the network, 0 or negative while it is not to be used
 * @looked: uptime_us() when the interface that BOOTIF= names was first looked for, 0: not yet
 * @level: the debug level that a person has chosen, a digit, or empty
 * @window_us: length of the open window, microseconds; 0: there is none
 * @opened: uptime_us() when it opened
 * @told: uptime_us() of the last message over the network
 * @asked: how a person has asked for failsafe, NULL: not at all
 * @inputs: where the input devices begin in @polls; the kernel's events are the first,
 *          consoles follow
 * @nr_polls: how many there are in @polls
 * @polls: what is watched while the window is open
 * @failsafe: enum failsafe_state
 * @server: PID of failsafe's server for logins, 0: none runs
 * @mode: see above
 * @rootfs: the root is the kernel's own: a cpio, in RAM
 * @mounted: bits of the early mounts that knit itself has made
 * @on_disk: the ROM is a disk's partition
 * @by_hand: /dev is no devtmpfs: nodes are knit's to make
 * @lower: what lies below the overlay
 * @type: file-system type of what b->path names
 * @flags: MS_… for mounting it
 * @options: what the file system itself is to be told, or NULL
 * @want: what a search through a directory looks for
 * @argv: the arguments that the kernel gave
 * @envp: the environment that the kernel gave
 * @tmp: the directory in RAM that outlives the handover, with knit's own folder
 * @since: uptime_us() when the running stage began
 * @turn: which place of @number comes next
 * @logged: bytes in @log
 * @led_shown: what the LEDs tell, NULL: nothing yet
 * @led_soft: us after which the LED is to change, 0 when the kernel does it
 * @led_since: uptime_us() when it was to change last
 * @led_dark: it is off just now
 * @names: struct new_utsname as it was before failsafe
 * @datagram: the same for the network
 * @left: seconds that knit done waits at most for who has files open
 * @count: what a walk through a tree counts
 * @lost: something that was written is not kept
 * @line: the message being put together
 * @reason: the last failure that was reported
 * @number: what dec() and hex() return points in here, four in turn
 * @none: no signal
 * @part: the flash partition being made
 * @shells: PIDs of failsafe's shells, a place for each console; 0: none
 * @path: the path being put together
 * @consoles: names of the consoles, a NUL after each, two after the last
 * @data: the mount options being put together
 * @led: the directory of the LED that was set last
 * @cmdline: /proc/cmdline, a NUL after each word, two after the last
 * @words: those of a line that was typed
 * @env: the real init's environment
 * @text: the file or directory that is being looked at
 * @run: the arguments of the program that program_run() runs; NULL: none runs
 * @stage: for hooks: the stage that comes next
 * @keep: a reset spares the archive of the configuration
 * @state: what the flash keeps of the boots
 * @slots: systems of which one is to be started
 * @config: what the owner has configured
 * @log: the boot log
 * @files: where that stands: the files, one behind the other, and fstab's entries, of which
 *         there are no more than needed: so a few small ones take a page
 * @kexec: another kernel that is to be started
 * @netboot: what comes from the network
 * @index: what modules there are; takes no RAM but in the child that loads them
 */
struct boot {
	const char *step;
	char *at;
	char *text_at;
	const char *rom;
	const char *root;
	const struct board *board;
	int watchdog;
#ifdef CONFIG_KNIT_NET
	int net;
#endif
#ifdef CONFIG_KNIT_BOOTIF
	u32 looked;
#endif
#ifdef CONFIG_KNIT_WINDOW
	u32 window_us;
	char level[2];
	u32 opened;
	u32 told;
	const char *asked;
	unsigned int inputs;
	unsigned int nr_polls;
#endif
	unsigned int failsafe;
	enum mode mode;
	unsigned int rootfs;
	unsigned int mounted;
	unsigned int on_disk;
	unsigned int by_hand;
	const char *lower;
	const char *type;
	unsigned long flags;
	const char *want;
	char **argv;
	char **envp;
	const char *tmp;
#ifdef CONFIG_KNIT_LED
	const struct led_state *led_shown;
	u32 led_soft;
	u32 led_since;
	unsigned int led_dark;
#endif
	u32 since;
	int server;
	const char *options;
	unsigned int turn;
	unsigned int logged;
#ifdef CONFIG_KNIT_SWITCH
	u32 left;
	u32 count;
	u32 lost;
#endif
#ifdef CONFIG_KNIT_WINDOW
	struct knit_poll polls[KNIT_POLLS];
#endif
#ifdef CONFIG_KNIT_NETMSG
	char datagram[NETMSG_SIZE + 1];
#endif
	char line[KNIT_LINE_MAX];
	char reason[KNIT_LINE_MAX];
	char number[4][12];
	char *env[KNIT_ENV_MAX];
	struct sigset none;
	struct blkpg_partition part;
	int shells[KNIT_CONSOLES];
	char path[KNIT_PATH_MAX];
	char consoles[KNIT_CONSOLES_MAX];
	char data[KNIT_DATA_MAX];
#ifdef CONFIG_KNIT_LED
	char led[KNIT_PATH_MAX];
#endif
	/* begins on the page of what is above; its end is not touched, as a rule */
	char cmdline[KNIT_CMDLINE_MAX + 2];
	char *words[KNIT_CMDLINE_MAX / 2 + 1];
	/* its place is within 16 KiB: one instruction of MIPS16, for what is named often */
	char text[KNIT_TEXT_MAX] __attribute__((aligned(8)));
#ifdef CONFIG_KNIT_FAILSAFE_FULL
	char names[KNIT_NAMES];
#endif
#ifdef CONFIG_KNIT_RUN
	char *const *run;
#endif
#ifdef CONFIG_KNIT_HOOKS
	const char *stage;
#endif
#ifdef CONFIG_KNIT_FIRSTBOOT
	unsigned int keep;
#endif
#ifdef CONFIG_KNIT_STATE
	struct state state;
#endif
#ifdef CONFIG_KNIT_SLOTS
	struct slots slots;
#endif
#ifdef CONFIG_KNIT_CONFIG
	struct config config;
#endif
	/* what is touched of it lies on the page of what is above; what follows, on its own */
	char log[KNIT_LOG_MAX];
#ifdef CONFIG_KNIT_CONFIG
	char files[CONFIG_FILES * (KNIT_CONFIG_MAX + 1) +
		   (KNIT_MOUNTS_MAX + 1) * sizeof(struct fstab_entry)];
#endif
#ifdef CONFIG_KNIT_KEXEC
	struct kexec kexec;
#endif
#ifdef CONFIG_KNIT_NETBOOT
	struct netboot netboot;
#endif
#ifdef CONFIG_KNIT_MODULES
	char index[KNIT_INDEX_MAX];
#endif
};

/*
 * Built without words (CONFIG_KNIT_WORDS), a message is the stage and an errno.
 * try() names what is being tried, for the message if it fails; detail() is what a
 * person likes to read and nothing needs.
 */
#ifdef CONFIG_KNIT_WORDS
#define try(b, what)	((b)->step = (what))
#define detail		say
#else
#define try(b, what)	((void)(b))
#define detail(...)	((void)0)
#endif

/**
 * enum on_failure - what a stage's failure leads to, once it is reported
 * @GO_ON: the next stage, with what there is
 * @FAILSAFE: failsafe
 * @NETBOOT: the same, unless the network is to have what is missing
 */
enum on_failure { GO_ON, FAILSAFE, NETBOOT };

/**
 * struct stage - one step of the boot
 * @name: as messages call it
 * @run: does the work; returns 0 or a negative errno, with boot->step set; 1 if there
 *       was nothing to do
 * @not_in: bits of enum mode: where it has no place
 * @on_failure: where a failure leads, enum on_failure
 */
struct stage {
	const char *name;
	int (*run)(struct boot *b);
	u8 not_in;
	u8 on_failure;
};

/* main.c: called by arch/<cpu>/entry.c */
__entry __attribute__((noreturn)) void knit_start(long *stack);

#define ST_RDONLY	1	/* include/linux/statfs.h */
#define LEVEL_LENGTH	3	/* "<5>", include/linux/kern_levels.h: not for terminals */

/* sequence.c */
void boot_run(struct boot *b) __attribute__((noreturn));
void mode_find(struct boot *b);

/* stage/, one file each */
int stage_early(struct boot *b);
int stage_board(struct boot *b);
int stage_flash(struct boot *b);
int stage_root(struct boot *b);
int stage_modules(struct boot *b);
int stage_drivers(struct boot *b);
int stage_state(struct boot *b);
int stage_started(struct boot *b);
int stage_overlay(struct boot *b);
int stage_config(struct boot *b);
int stage_swap(struct boot *b);
int stage_extroot(struct boot *b);
int stage_restore(struct boot *b);
int stage_mounts(struct boot *b);
int stage_union(struct boot *b);
int stage_netboot(struct boot *b);
int stage_clock(struct boot *b);
int stage_resident(struct boot *b);
int stage_kexec(struct boot *b);
int stage_handover(struct boot *b);
int stage_switchinit(struct boot *b);
int root_wait(struct boot *b, const char *root, u32 least, u32 most);
int root_enter(struct boot *b);
const char *overlay_name(struct boot *b);
int overlay_on(struct boot *b, const char *source, int fresh);
int overlay_ram(struct boot *b, int err);
int flash_rootfs(struct boot *b);

/* failsafe/ */
#ifdef CONFIG_KNIT_FAILSAFE_FULL
void failsafe(struct boot *b);
#else
void failsafe(struct boot *b) __attribute__((noreturn));
#endif

/* cmd/ */
int command(struct boot *b, char **argv);

/*
 * report.c. What is called most does not get the boot handed over, which there is one of:
 * 120 bytes on mipsel.
 */
extern struct boot boot;

#define path(b, ...)	((void)(b), path_(__VA_ARGS__))
#define say(b, ...)	((void)(b), say_(__VA_ARGS__))
#define unsay(b)	((void)(b), unsay_())
#define dec(b, n)	((void)(b), dec_(n))
#define hex(b, n)	((void)(b), hex_(n))

const char *path_(const char *s, ...);
void say_(const char *s, ...);
void unsay_(void);
const char *dec_(u32 n);
const char *hex_(u32 n);
void report_stage(struct boot *b, const char *stage);
void report_error(struct boot *b, int err);
void line_write(struct boot *b, int fd);
void report(struct boot *b, int err);
void log_write(struct boot *b);

void log_add(struct boot *b, const char *text, int err);

/* fmt/join.c */
char *join(char *at, const char *end, ...);

/* option.c */
#define option(b, key)	((void)(b), option_(key))
const char *option_(const char *key);
int cmdline_read(struct boot *b);
u32 option_us(const char *key, u32 otherwise, u32 most);

/* errno.c */
const char *errno_text(struct boot *b, int err);

/* clock.c */
u32 uptime_us(void);

/* child.c */
#define FEED	5	/* seconds between two feedings of the watchdog */
#define FOREVER	0x2000000	/* seconds: over a year */

int child_start(struct boot *b, int (*work)(struct boot *b));
int child_run(struct boot *b, int (*work)(struct boot *b), unsigned int seconds);

/* file.c */
int file_open(const char *path, int flags);
int file_read(const char *path, char *buf, size_t size);
int text_write(int fd, const char *text);
int file_put(const char *path, const char *text, int flags);
#define text_read(b, path)	((void)(b), text_read_(path))
int text_read_(const char *path);
int uevent_has(struct boot *b, const char *path);
int uevent_node(struct boot *b);

/* A file that is there, as in /proc and /sys; or a new one, or anew. */
#define file_write(path, text)	file_put(path, text, O_WRONLY)
#define file_make(path, text)	file_put(path, text, O_WRONLY | O_CREAT | O_TRUNC)

int read_at(int fd, u32 at, void *buf, size_t len);

/* dir.c */
/* A folder itself, or the one that it lies in? Other names may begin so, too. */
static inline int is_dots(const char *name)
{
	return name[0] == '.' && (!name[1] || (name[1] == '.' && !name[2]));
}

void folders_make(char *path);
int dir_each(struct boot *b, const char *path,
	     int (*each)(struct boot *b, const char *dir, const char *name));

/* Whether the root is a server's, whoever has mounted it. */
#define is_node(b)	(IS_ENABLED(CONFIG_KNIT_NODE) && (b)->mode == MODE_NODE)

/* Whether the root is the kernel's own; without CONFIG_KNIT_MODES it can be no other. */
#define on_rootfs(b)	(!IS_ENABLED(CONFIG_KNIT_MODES) || (b)->rootfs)

/* environ.c */
char **environment(struct boot *b);

/* node/walt.c */
char **node_environment(struct boot *b, char **env);

/* exec.c */
int init_beside(struct boot *b);
void init_exec(struct boot *b);

/* mounts.c */
int mounts_early(struct boot *b);
void mounts_drop(struct boot *b);
int dir_make(const char *path);
int mount_at(const char *source, const char *target, const char *type,
	     unsigned long flags, const char *data);
void mounts_move(struct boot *b, const char *to);
void mounts_delete(void);
int mounted_on(const char *dir);
void mounts_bind(struct boot *b, int on);

/* leave.c */
void swap_leave(struct boot *b);
int storage_remount(struct boot *b);

/* run.c */
int program_run(struct boot *b, const char *from, char *const *argv, unsigned int seconds);
#ifdef CONFIG_KNIT_RUN
void program_told(struct boot *b, unsigned int seconds);
#else
#define program_told(b, seconds)	((void)(b))
#endif

/* hooks.c */
#ifdef CONFIG_KNIT_HOOKS
void hooks_run(struct boot *b, const char *stage);
#else
#define hooks_run(b, stage)	((void)(b))
#endif

/* dev/erase.c */
#define CLEANMARKER	12	/* bytes */
extern const u8 cleanmarker[CLEANMARKER];

enum block_how { BLOCK_CLEAN, BLOCK_BARE, BLOCK_ERASE };

int block_erase(struct boot *b, int fd, u32 at, u32 size, enum block_how how);
int block_mark(int fd, u32 at, const void *mark, int size);

/* dev/state.c */
#ifdef CONFIG_KNIT_STATE
int state_read(struct boot *b);
int state_renew(struct boot *b);
int state_full(struct boot *b);
int state_mark(struct boot *b, u32 mark);
int state_settle(struct boot *b, u32 mark);
int state_tell(struct boot *b, enum state_cell cell);
#endif

/* stage/slot.c */
#ifdef CONFIG_KNIT_SLOTS
int slot_name_good(const char *name);
int slot_add(struct boot *b, const char *name);
int slot_set(struct boot *b, const char *key, const char *value);
int slot_attempt(struct boot *b);
int slot_next(struct boot *b);
int mtd_laid_out(struct boot *b, const char *name, struct mtd *mtd);
#define slot_of(b)	option(b, "knit.slot=")	/* in a slot's own system: its name */
#else
#define slot_add(b, name)	0
#define slot_set(b, key, value)	((void)(b), 0)
#define slot_next(b)		((void)(b), -ENOENT)
#define mtd_laid_out(b, name, mtd)	((void)(b), (void)(mtd), -ENODEV)
#define slot_of(b)	((const char *)NULL)
#endif

/* stage/state.c */
#ifdef CONFIG_KNIT_STATE
u32 window_seconds(struct boot *b);
void state_said(struct boot *b);
void state_forgive(struct boot *b);
#else
#define window_seconds(b)	CONFIG_KNIT_WINDOW_SECONDS
#define state_forgive(b)	((void)(b))
#endif

/* cmd/format.c */
int jffs2_format(struct boot *b, const struct mtd *mtd, int reset);

/* dev/reset.c */
/* tree.c */
#define TREE_PATH	4096	/* as long as the kernel takes */
#define tree_twin(b)	((b)->text + TREE_PATH)	/* room for a second path */

int tree_walk(struct boot *b, const char *top, int (*each)(struct boot *b, unsigned int type));
int tree_delete(struct boot *b, unsigned int type);
int tree_empty(struct boot *b, const char *dir);
int reset_state(struct boot *b, const char *dir);
int overlay_reset(struct boot *b, const char *dir);

/* dev/nfs.c */
int nfs_mount(struct boot *b, const char *target, const char *options, unsigned int seconds);

/* dev/entry.c */
int entry_find(struct boot *b, const struct fstab_entry *e);
int entry_mount(struct boot *b, const struct fstab_entry *e, const char *target);

/* empty.c */
void rootfs_empty(struct boot *b);

/* dev/led.c */
#ifdef CONFIG_KNIT_LED
void led_show(struct boot *b, enum led_show what);
int led_tick(struct boot *b);
#define led_shows(b)		((b)->led_shown)
#else
#define led_show(b, what)	((void)(b))
#define led_tick(b)		((void)(b), 0)
#define led_shows(b)		0
#endif

/* net/device.c: the network before there is a system. Interfaces may come late. */
#ifdef CONFIG_KNIT_NET
void net_open(struct boot *b);
void net_follow(struct boot *b);
void net_close(struct boot *b);
#else
#define net_open(b)		((void)(b))
#define net_follow(b)		((void)(b))
#define net_close(b)		((void)(b))
#endif

/* net/net.c */
#ifdef CONFIG_KNIT_NETMSG
int net_tell(struct boot *b, const char *text);
#else
#define net_tell(b, text)	((void)(b))
#endif

/* dev/nfs.c */
int nfs_mount(struct boot *b, const char *target, const char *options, unsigned int seconds);

/* dev/modules.c */
#ifdef CONFIG_KNIT_MODULES
int modules_wanted(struct boot *b, const char *root);
int modules_added(struct boot *b);
int modules_load(struct boot *b);
#endif

/* failsafe/console.c */
int failsafe_console(struct boot *b);

/* stage/window.c */
#ifdef CONFIG_KNIT_WINDOW
void window_asked(struct boot *b, const char *how);
int window_watch(struct boot *b, int fd);
void window_wait(struct boot *b, u32 us);
#define WINDOW_MAX	60	/* seconds */
void window_close(struct boot *b);
int stage_window(struct boot *b);
int stage_press(struct boot *b);
#define window_open(b)	((b)->window_us)
#define debug_level(b)	((b)->level)
#else
#define window_open(b)	0
#define debug_level(b)	""
#define window_close(b)	((void)(b))
#define window_wait(b, us)	((void)(b))
#endif

/* dev/buttons.c */
int buttons_add(struct boot *b, const char *name);
void buttons_open(struct boot *b);
void buttons_event(struct boot *b, int len);

/* dev/console.c */
const char *consoles_list(struct boot *b);
int console_take(const char *path);

/* dev/watchdog.c */
void watchdog_open(struct boot *b);
void watchdog_feed(struct boot *b);
void watchdog_release(struct boot *b);
void watchdog_drop(struct boot *b);

/* dev/mtd.c */
int mtd_find(struct boot *b, const char *name, struct mtd *mtd);
const char *mtd_path(struct boot *b, const struct mtd *mtd);
int mtd_add(struct boot *b, int fd, const char *name, u32 at, u32 size);
const char *mtd_block(struct boot *b, const struct mtd *mtd);

/* dev/master.c */
int mtd_master(struct boot *b, const struct mtd *part, u32 *offset);

/* dev/nodes.c */
void nodes_make(struct boot *b);
void nodes_update(struct boot *b);

/* dev/block.c */
int block_find(struct boot *b, const char *name);
int block_type(struct boot *b);

/* dev/probe.c */
int probe_device(struct boot *b, const char *path, struct probe *p);
int superblock_find(struct boot *b, const char *spec);

/* dev/find.c */
int probe_find(struct boot *b, const char *spec);

/* dev/partuuid.c */
int partuuid_find(struct boot *b, const char *text);

/* dev/jffs2.c */
int jffs2_state(struct boot *b, const char *name, struct mtd *mtd);
int jffs2_find(struct boot *b, const char *name);

/* dev/ubi.c */
int ubi_find(struct boot *b, const char *name);

/* dev/uevent.c */
int uevent_open(void);
void uevent_wait(struct boot *b, int fd);

#endif /* KNIT_H */
