// SPDX-License-Identifier: GPL-2.0-only
/*
 * The whole program, as the compiler sees it: one unit, in which it may inline
 * and drop at will. That is what -flto is for, but with gcc 12 that loses MIPS16
 * (a flag of the unit) and the entry's assembler. What an option adds is a file;
 * this is the list of them. Each file also compiles alone, for sparse and the
 * unit tests.
 */
#include "fmt/fmt.h"

#include "main.c"
#include "sequence.c"
#include "report.c"
#include "errno.c"
#include "file.c"
#include "child.c"
#include "mounts.c"

#include "fmt/board.c"
#include "fmt/cmdline.c"
#include "fmt/number.c"

#include "../boards/boards.c"

#include "stage/early.c"
#include "stage/board.c"
#include "stage/handover.c"

#include "fmt/overlay.c"
#include "fmt/procmtd.c"
#include "fmt/squashfs.c"
#include "fmt/uimage.c"
#include "dev/mtd.c"
#include "stage/flash.c"
#include "stage/overlay.c"

#include "failsafe/failsafe.c"

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
#else
#include "cmd/no-command.c"
#endif
