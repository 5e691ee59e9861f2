// SPDX-License-Identifier: GPL-2.0-only
/*
 * The whole program, as the compiler sees it: one unit, in which it may inline
 * and drop at will. That is what -flto is for, but with gcc 12 that loses MIPS16
 * (a flag of the unit) and the entry's assembler. What an option adds is a file;
 * this is the list of them. Each file also compiles alone, for sparse and the
 * unit tests.
 */
#include "fmt/fmt.h"

/* The numbers of the calls, for scripts/kbuild/mips16.awk */
#ifdef __mips16
#include <asm/unistd.h>
#define CALL(fn, nr)	__asm__("# call " #fn " " STR(nr))
#include "syscalls.h"
#endif

#include "main.c"
#include "sequence.c"
#include "report.c"
#include "errno.c"
#include "file.c"
#include "option.c"
#include "child.c"
#include "clock.c"
#include "mounts.c"
#include "exec.c"
#ifdef CONFIG_KNIT_BESIDE
#include "empty.c"
#endif

#include "fmt/join.c"
#include "fmt/number.c"
#include "fmt/lines.c"
#include "fmt/cmdline.c"
#include "fmt/escape.c"

#include "../boards/boards.c"

#include "dev/console.c"
#include "stage/early.c"
#include "stage/rom.c"
#include "stage/handover.c"

#ifdef CONFIG_KNIT_FLASH
#include "fmt/procmtd.c"
#include "fmt/squashfs.c"
#include "dev/mtd.c"
#include "stage/flash.c"
#endif
#if defined(CONFIG_KNIT_FLASH) || defined(CONFIG_KNIT_KEXEC_UIMAGE)
#include "fmt/uimage.c"
#endif
#ifdef CONFIG_KNIT_FLASH_ANY
#include "dev/master.c"
#endif
#ifdef CONFIG_KNIT_BOARD_DETECT
#include "fmt/board.c"
#include "stage/board.c"
#endif

#ifdef CONFIG_KNIT_OVERLAY
#ifdef CONFIG_KNIT_FLASH
#include "fmt/overlay.c"
#include "dev/jffs2.c"
#endif
#include "stage/overlay.c"
#endif
#ifdef CONFIG_KNIT_CONFIG
#include "fmt/mountopts.c"
#include "dev/entry.c"
#include "stage/config.c"
#endif
#ifdef CONFIG_KNIT_SWAP
#include "stage/swap.c"
#endif
#ifdef CONFIG_KNIT_EXTROOT
#include "fmt/md5.c"
#include "stage/extroot.c"
#endif
#ifdef CONFIG_KNIT_MOUNTS
#include "stage/mounts.c"
#endif
#ifdef CONFIG_KNIT_RESTORE
#include "stage/restore.c"
#endif
#ifdef CONFIG_KNIT_FIRSTBOOT
#include "dev/reset.c"
#endif
#ifdef CONFIG_KNIT_RUN
#include "run.c"
#endif
#ifdef CONFIG_KNIT_HOOKS
#include "hooks.c"
#endif
#ifdef CONFIG_KNIT_OVERLAY_UBIFS
#include "dev/ubi.c"
#endif
#ifdef CONFIG_KNIT_BLOCK
#include "dev/block.c"
#endif
#ifdef CONFIG_KNIT_PROBE
#include "fmt/superblock.c"
#include "dev/probe.c"
#elif defined(CONFIG_KNIT_BLOCK)
#include "fmt/blocktype.c"
#include "dev/blocktype.c"
#endif
#if defined(CONFIG_KNIT_PROBE) || defined(CONFIG_KNIT_ROOT)
#include "fmt/gpt.c"
#include "dev/partuuid.c"
#include "dev/find.c"
#endif
#ifdef CONFIG_KNIT_ROOT
#include "fmt/fstype.c"
#include "stage/root.c"
#endif
#if defined(CONFIG_KNIT_ROOT) || defined(CONFIG_KNIT_WINDOW) || defined(CONFIG_KNIT_CONFIG)
#include "dev/uevent.c"
#endif
#ifdef CONFIG_KNIT_WINDOW
#include "stage/window.c"
#endif
#ifdef CONFIG_KNIT_STATE
#include "fmt/state.c"
#include "dev/state.c"
#include "stage/state.c"
#ifdef CONFIG_KNIT_SLOTS
#include "stage/slot.c"
#endif
#endif
#ifdef CONFIG_KNIT_BUTTONS
#include "dev/buttons.c"
#endif
#ifdef CONFIG_KNIT_NODES
#include "dev/nodes.c"
#else
#include "dev/no-nodes.c"
#endif
#include "dir.c"
#if defined(CONFIG_KNIT_SWITCH) || defined(CONFIG_KNIT_FIRSTBOOT)
#include "tree.c"
#endif

#ifdef CONFIG_KNIT_LED
#include "dev/led.c"
#endif
#ifdef CONFIG_KNIT_MODULES
#include "fmt/modules.c"
#include "dev/modules.c"
#include "stage/modules.c"
#endif
#ifdef CONFIG_KNIT_MODULES_ADDED
#include "stage/drivers.c"
#endif
#ifdef CONFIG_KNIT_UCI
#include "fmt/uci.c"
#endif
#ifdef CONFIG_KNIT_FSTAB
#include "fmt/fstab.c"
#endif
#ifdef CONFIG_KNIT_NET
#include "net/device.c"
#endif
#if defined(CONFIG_KNIT_NFS) || defined(CONFIG_KNIT_NETBOOT)
#include "net/route.c"
#endif
#if defined(CONFIG_KNIT_NFS) || defined(CONFIG_KNIT_NODE_RESIDENT) || \
	defined(CONFIG_KNIT_NETBOOT)
#include "fmt/ip.c"
#endif
#ifdef CONFIG_KNIT_BOOTIF
#include "fmt/bootif.c"
#include "net/bootif.c"
#endif
#ifdef CONFIG_KNIT_NFS
#include "fmt/nfs.c"
#include "net/static.c"
#include "dev/nfs.c"
#endif
#ifdef CONFIG_KNIT_NODE
#ifdef CONFIG_KNIT_NFSROOT_NAME
#include "fmt/nfsname.c"
#endif
#ifdef CONFIG_KNIT_NFSROOT
#include "node/mount.c"
#endif
#include "stage/union.c"
#if defined(CONFIG_KNIT_NODE_RESIDENT) || defined(CONFIG_KNIT_NODE_WALT)
#include "fmt/mountaddr.c"
#include "node/server.c"
#endif
#if defined(CONFIG_KNIT_NODE_CLOCK) || defined(CONFIG_KNIT_NODE_CONFIG)
#include "node/ask.c"
#endif
#ifdef CONFIG_KNIT_NODE_CONFIG
#include "fmt/waltconfig.c"
#include "node/config.c"
#endif
#ifdef CONFIG_KNIT_NODE_WALT
#include "node/walt.c"
#endif
#ifdef CONFIG_KNIT_NODE_CLOCK
#include "fmt/clock.c"
#include "stage/clock.c"
#endif
#ifdef CONFIG_KNIT_NODE_RESIDENT
#include "fmt/rpc.c"
#include "fmt/request.c"
#include "node/connect.c"
#include "node/leave.c"
#include "node/probe.c"
#include "node/image.c"
#include "node/service.c"
#ifdef CONFIG_KNIT_NODE_NOTIFY
#include "node/notify.c"
#endif
#ifdef CONFIG_KNIT_NODE_LOG
#include "node/log.c"
#endif
#include "node/resident.c"
#include "node/start.c"
#endif
#endif
#ifdef CONFIG_KNIT_NETMSG
#include "fmt/netmsg.c"
#include "net/net.c"
#endif

#include "failsafe/shell.c"
#ifdef CONFIG_KNIT_FAILSAFE_NET
#include "failsafe/net.c"
#include "failsafe/server.c"
#endif
#ifdef CONFIG_KNIT_FAILSAFE_CONSOLE
#include "failsafe/console.c"
#endif
#ifdef CONFIG_KNIT_FAILSAFE_FULL
#include "failsafe/contract.c"
#include "failsafe/failsafe.c"
#else
#include "failsafe/small.c"
#endif

#if defined(CONFIG_KNIT_SWITCHINIT) || defined(CONFIG_KNIT_KEXEC)
#include "leave.c"
#endif
#ifdef CONFIG_KNIT_KEXEC
#include "fmt/cmdagain.c"
#include "kexec/cmdline.c"
#include "kexec/source.c"
#include "kexec/load.c"
#include "kexec/start.c"
#include "stage/kexec.c"
#endif
#ifdef CONFIG_KNIT_KEXEC_FD
#include "kexec/fds.c"
#endif
#ifdef CONFIG_KNIT_NETBOOT
#include "fmt/address.c"
#include "fmt/dhcp.c"
#include "fmt/model.c"
#include "fmt/tftp.c"
#include "fmt/uri.c"
#include "fmt/vars.c"
#include "net/wait.c"
#include "net/dhcp.c"
#include "net/fetch.c"
#include "net/tftp.c"
#ifdef CONFIG_KNIT_NETBOOT_HTTP
#include "fmt/http.c"
#include "net/http.c"
#endif
#ifdef CONFIG_KNIT_NETBOOT_IPXE
#include "fmt/ipxe.c"
#include "net/script.c"
#endif
#include "net/vars.c"
#include "net/netboot.c"
#include "stage/netboot.c"
#endif
#ifdef CONFIG_KNIT_KEXEC_FILE
#include "fmt/bzimage.c"
#include "kexec/file.c"
#endif
#ifdef CONFIG_KNIT_KEXEC_VERIFY
#include "kexec/refused.c"
#ifdef CONFIG_KNIT_KEXEC_LOAD
#include "fmt/sha256.c"
#include "fmt/signature.c"
#include "kexec/verify.c"
#endif
#endif
#ifdef CONFIG_KNIT_KEXEC_LOAD
#include "fmt/iomem.c"
#include "fmt/segments.c"
#ifdef CONFIG_MIPS
#include "../arch/mips/kexec.c"
#elif defined(CONFIG_ARM)
#include "fmt/zimage.c"
#include "../arch/arm/kexec.c"
#else
#include "fmt/image.c"
#include "kexec/image.c"
#endif
#ifdef CONFIG_ARM64
#include "../arch/arm64/kexec.c"
#endif
#endif
#ifdef CONFIG_KNIT_KEXEC_TREE
#include "fmt/fdt.c"
#endif
#ifdef CONFIG_KNIT_KEXEC_DTB
#include "fmt/fdtedit.c"
#include "kexec/tree.c"
#endif
#ifdef CONFIG_KNIT_KEXEC_FIT
#include "fmt/fit.c"
#include "kexec/fit.c"
#endif
#ifdef CONFIG_KNIT_KEXEC_ELF
#include "fmt/kernelelf.c"
#endif

#ifdef CONFIG_KNIT_ENVIRONMENT
#include "environ.c"
#else
#include "no-environ.c"
#endif
#ifdef CONFIG_KNIT_WATCHDOG
#include "dev/watchdog.c"
#else
#include "dev/no-watchdog.c"
#endif
#ifdef CONFIG_KNIT_LOG
#include "log.c"
#else
#include "no-log.c"
#endif
#ifdef CONFIG_KNIT_COMMANDS
#include "cmd/command.c"
#ifdef CONFIG_KNIT_STATUS_SVG
#include "fmt/chart.c"
#include "cmd/draw.c"
#endif
#include "cmd/status.c"
#ifdef CONFIG_KNIT_PROBE
#include "cmd/probe.c"
#endif
#ifdef CONFIG_KNIT_NETMSG_COMMAND
#include "cmd/msg.c"
#endif
#ifdef CONFIG_KNIT_LED
#include "cmd/led.c"
#endif
#ifdef CONFIG_KNIT_SWITCHINIT
#include "fmt/elf.c"
#include "fmt/mounts.c"
#include "cmd/ramroot.c"
#include "cmd/switchinit.c"
#include "stage/switchinit.c"
#endif
#ifdef CONFIG_KNIT_KEXEC_COMMAND
#include "cmd/kexec.c"
#endif
#ifdef CONFIG_KNIT_NETBOOT_COMMAND
#include "cmd/netboot.c"
#endif
#ifdef CONFIG_KNIT_FAILSAFE_FULL
#include "cmd/failsafe.c"
#endif
#ifdef CONFIG_KNIT_OVERLAY
#ifdef CONFIG_KNIT_SWITCH
#include "fmt/mountinfo.c"
#include "cmd/exchange.c"
#include "cmd/holders.c"
#include "cmd/switch.c"
#endif
#ifdef CONFIG_KNIT_STATE
#include "cmd/state.c"
#ifdef CONFIG_KNIT_SLOTS
#include "cmd/slot.c"
#endif
#endif

#include "cmd/done.c"
#include "dev/erase.c"
#include "cmd/format.c"
#endif
#ifdef CONFIG_KNIT_FIRSTBOOT
#include "cmd/firstboot.c"
#endif
#ifdef CONFIG_KNIT_BACKUP
#include "cmd/backup.c"
#endif
#else
#include "cmd/no-command.c"
#endif
