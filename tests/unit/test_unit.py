# SPDX-License-Identifier: GPL-2.0-only
"""The pure functions of init/fmt/, init/report.c and their like, one test program for each subject.

Each is built for this machine with AddressSanitizer and UndefinedBehaviorSanitizer, and, static
and without them, for 32-bit big-endian mips, where it runs under qemu-mips. The programs say what
they check as TAP, which prove reads.
"""
import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(HERE.parent))

from objects import compiled, objects                       # noqa: E402

OUT = ROOT / "build" / "tests" / "unit"
PROGRAMS = sorted(p for p in HERE.glob("*.c") if not p.name.startswith("calls"))
HEADERS = sorted([*HERE.glob("*.h"), *(ROOT / "init").rglob("*.h")])

# beside init/fmt/*.c; what else these files call is answered by the test program
REPORT = ["init/report.c", "init/errno.c", "init/log.c"]
MORE = {"report": REPORT,
        "flash": [*REPORT, "init/file.c", "init/dev/mtd.c", "init/dev/jffs2.c",
                  "init/dev/erase.c", "init/cmd/format.c"],
        "loading": [*REPORT, "init/file.c", "init/dev/modules.c"],
        "state": [*REPORT, "init/file.c", "init/dev/erase.c", "init/dev/state.c",
                  "init/stage/state.c"],
        "slots": [*REPORT, "init/file.c", "init/dev/erase.c", "init/dev/state.c",
                  "init/stage/state.c", "init/stage/slot.c", "init/cmd/state.c",
                  "init/cmd/slot.c"],
        "superblock": [*REPORT, "init/file.c", "init/dev/probe.c"],
        "tree": ["init/file.c", "init/tree.c"],
        "led": [*REPORT, "init/file.c", "init/dev/led.c"]}

FLAGS = ["-g", "-O1", "-Wall", "-Wextra", "-Werror", "-std=gnu11", "-fno-strict-aliasing",
         "-Wno-maybe-uninitialized",     # a buffer that join() is about to fill
         "-DKNIT_HOST_TEST", "-DCONFIG_KNIT_WORDS", "-DCONFIG_KNIT_LOG", "-DCONFIG_KNIT_COMMANDS",
         "-DCONFIG_KNIT_LED", "-DCONFIG_KNIT_MODULES", "-DCONFIG_KNIT_WINDOW",
         "-DCONFIG_KNIT_STATE", "-DCONFIG_KNIT_BAD_BOOTS=3", "-DCONFIG_KNIT_WINDOW_SECONDS=2",
         "-DCONFIG_KNIT_WINDOW_GOOD=1", "-DCONFIG_KNIT_WINDOW_BAD=10",
         "-DCONFIG_KNIT_CHILD_TIMEOUT=180", "-DCONFIG_KNIT_KEXEC", "-DCONFIG_KNIT_SLOTS",
         "-include", str(HERE / "host.h"), "-ffunction-sections"]
LINK = ["-Wl,--gc-sections"]
HOW = {
    "host": (["gcc", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"], []),
    "mips": (["mips-linux-gnu-gcc", "-static"], ["qemu-mips"]),
}
ENV = {**os.environ, "ASAN_OPTIONS": "detect_leaks=0"}    # only the tests have a heap


def build(how, program):
    """Compile a program unless it is newer than all that it is made of."""
    sources = [program, *sorted((ROOT / "init" / "fmt").glob("*.c"))]
    sources += [ROOT / name for name in MORE.get(program.stem, [])]
    command = [*HOW[how][0], *FLAGS]
    parts = objects(command, sources, OUT / how / "objects", [*HEADERS, Path(__file__)])
    return compiled([*command, *LINK, *parts], OUT / how / program.stem, parts)


@pytest.mark.parametrize("how", HOW)
@pytest.mark.parametrize("program", PROGRAMS, ids=lambda p: p.stem)
def test_unit(program, how):
    binary = build(how, program)
    command = ["prove", "--verbose", "--exec", " ".join(HOW[how][1]), binary]
    done = subprocess.run(command, env=ENV, timeout=60, text=True, errors="replace",
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    bad = [line for line in done.stdout.splitlines()
           if not line.startswith("ok ")] if done.returncode else []
    assert not done.returncode, "\n".join(bad)
