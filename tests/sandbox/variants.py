# SPDX-License-Identifier: GPL-2.0-only
"""knit built in other ways than the profile router, for the sandbox."""
import copy
import fcntl
import os
import re
import shutil
import sys

import scenarios
from sandbox import OUT, ROOT

sys.path.insert(0, str(ROOT / "tests"))
import checkout  # noqa: E402

# option: value, on top of configs/router_defconfig
VARIANTS = {
    "impatient": {"CHILD_TIMEOUT": 10, "FAILSAFE_REBOOT": 10},
    "small": {"FAILSAFE_FULL": "n", "FAILSAFE_REBOOT": 10},
    "shell-less": {"FAILSAFE_FULL": "n", "FAILSAFE_SHELL": "n", "FAILSAFE_REBOOT": 10},
    "wdtfd": {"WATCHDOG_MAGIC_CLOSE": "n", "WATCHDOG_WDTFD": "y"},
    "left-running": {"WATCHDOG_MAGIC_CLOSE": "n", "WATCHDOG_LEAVE_RUNNING": "y"},
    "mute": {"WORDS": "n"},
    "probe": {"PROBE": "y"},
    "svg": {"STATUS_SVG": "y"},
    "hints": {},
    "node": {"NODE": "y", "NFSROOT_WAIT": 5, "NODE_CLOCK": "n"},
    "login": {"FAILSAFE_ACCESS_LOGIN": "y", "FAILSAFE_REBOOT": 10},
    "nobody": {"FAILSAFE_ACCESS_NONE": "y", "FAILSAFE_REBOOT": 10},
}
# the only board of a variant: what its descriptor has beside its name
BOARDS = {
    "hints": 'BOARD_CONSOLES("absent second console")\n'
             '\tBOARD_MODULES("one mode=2\\n# none\\ntwo\\n")\n',
}
CPUINFO = {"proc/cpuinfo": "system type\t\t: any\nmachine\t\t\t: knit,test\n"}
DESCRIPTOR = """
#include "../init/knit.h"
#include "board.h"

static const struct board test = {
    BOARD_ID("test", "knit,test", "knit,test")
    %s};

const struct board *const boards[] = { &test };
const unsigned int nr_boards = 1;
"""
MADE = []               # by this process


def configured(text, options):
    for name, value in options.items():
        option = f"CONFIG_KNIT_{name}"
        line = f"# {option} is not set" if value == "n" else f"{option}={value}"
        text = re.sub(f"^({option}=.*|# {option} is not set)\n", "", text, flags=re.M)
        text += line + "\n"
    return text


def build(name):
    """The binary of a variant, built unless it is up to date."""
    out = OUT / "variants" / name
    out.mkdir(parents=True, exist_ok=True)
    router = (ROOT / "configs" / "router_defconfig").read_text(encoding="ascii")
    with open(out / "lock", "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        wanted = configured(router, VARIANTS[name])
        stamp = out / "wanted"
        made_of = wanted + (ROOT / "Kconfig").read_text(encoding="ascii")
        if not stamp.exists() or stamp.read_text(encoding="ascii") != made_of:
            (out / ".config").write_text(wanted, encoding="ascii")
            stamp.write_text(made_of, encoding="ascii")
        top = ROOT
        if name in BOARDS:
            top = checkout.copied(out / "top", "boards/boards.c", DESCRIPTOR % BOARDS[name])
        scenarios.tool("make", "-C", top, f"O={out}", "CPU=x86_64")
    return out / "knit"


def machine(base, variant, files=None, **changes):
    """The machine of a scenario with another knit, and with other files."""
    scenario = copy.deepcopy(scenarios.BY_NAME[base])
    binary = build(variant)
    for key, value in changes.items():
        setattr(scenario, key, value)
    scenario.files.update(files or {})
    scenario.name = f"{variant}-{base}-{os.getpid()}-{len(MADE)}"
    scenario.knit = binary
    MADE.append(scenario.template)
    scenarios.make(scenario)
    return scenario


def clean():
    for template in MADE:
        shutil.rmtree(template, ignore_errors=True)
