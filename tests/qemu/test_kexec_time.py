# SPDX-License-Identifier: GPL-2.0-only
"""How long it takes from one kernel to the next, in instructions, beside `kexec -e`."""
import re
import sys
from pathlib import Path

import pytest

from device import every_board
from kexecing import KERNEL, STARTED, installed, tools
from switching import compiled

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "bench"))

from emulate import ICOUNT                                          # noqa: E402

SLOW = 400          # seconds: under -icount a boot takes a minute
PROCESSES = 2       # seconds that knit gives them to end; kexec -e does not ask them
TICKS = r"\[ *([0-9.]+)\] ticks: (\d+) (\d+)"


def zero(machine):
    """The machine's time, in seconds, at which the kernel's own begins."""
    machine.shell("/sbin/ticks", timeout=SLOW)
    found = re.findall(TICKS, machine.shell("dmesg", timeout=SLOW))
    stamp, now, frequency = map(float, found[-1])
    return now / frequency - stamp


def second(machine, command):
    """Start the next kernel by @command; (when it was asked for, when the last one let go)."""
    began = len(machine.text())
    machine.type(f"dmesg -n 8; /sbin/ticks; {command}")
    machine.expect(STARTED, SLOW)
    text = machine.text()[began:]
    asked = float(re.findall(TICKS, text)[0][0])
    return asked, float(re.search(r"\[ *([0-9.]+)\] kexec_core: Starting new kernel", text)[1])


@every_board("virt-arm64")
@pytest.mark.full
@pytest.mark.profile("full")
def test_time(device, tmp_path):
    """No longer than with Debian's: from the last message to the first instruction; and in all."""
    installed(device, {"/sbin/ticks": compiled(device.board, tmp_path, "ticks.c"),
                       **tools(device)})
    seconds = {}
    with device.power_on(extra=ICOUNT) as machine:
        machine.boot(SLOW)
        direct = last = zero(machine)       # from power-on, which is the first instruction
        for name, command in (("knit", f"knit kexec {KERNEL}"),
                              ("kexec-tools", f"kexec -l {KERNEL} --reuse-cmdline; kexec -e")):
            asked, started = second(machine, command)
            machine.boot(SLOW)
            now = zero(machine)
            entered = now - direct - last
            seconds[name] = (entered - started, entered - asked)
            last = now
    print(seconds)
    ours, theirs = seconds["knit"], seconds["kexec-tools"]
    assert ours[0] <= theirs[0], seconds
    assert ours[1] - PROCESSES <= theirs[1], seconds
