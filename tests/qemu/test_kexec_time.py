# SPDX-License-Identifier: GPL-2.0-only
"""How long it takes from one kernel to the next, in instructions, beside `kexec -e`."""
import re
import sys
from pathlib import Path

import pytest

from device import every_board
from kexecing import KERNEL, STARTED, installed, tools
from switching import compiled

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "bench"))

from emulate import ICOUNT                                          # noqa: E402

SLOW = 400          # seconds: under -icount a boot takes a minute
PROCESSES = 2       # seconds that knit gives them to end; kexec -e does not ask them
AS_EXACT = 0.01     # seconds: where the kernel's own clock begins is no better known
TICKS = r"\[ *([0-9.]+)\] ticks: (\d+) (\d+)"


def zero(machine):
    """The machine's time, in seconds, at which the kernel's own begins."""
    machine.shell("/sbin/ticks", timeout=SLOW)
    found = re.findall(TICKS, machine.shell("dmesg", timeout=SLOW))
    stamp, now, frequency = map(float, found[-1])
    return now / frequency - stamp


def second(machine, command, started=STARTED):
    """
    Start the next kernel by @command: ((ticks, seconds) when it was asked for, seconds when the
    last one let go).
    """
    began = len(machine.text())
    machine.type(f"dmesg -n 8; /sbin/ticks; {command}")
    machine.expect(started, SLOW)
    text = machine.text()[began:]
    stamp, now, _ = re.findall(TICKS, text)[0]
    let_go = re.search(r"\[ *([0-9.]+)\] kexec_core: Starting new kernel", text)[1]
    return (int(now), float(stamp)), float(let_go)


def contenders(board):
    """{name: the command that starts the next kernel}; knit has the kernel load one on x86."""
    words = f'-l {KERNEL} --command-line="$(cat /proc/cmdline)"; kexec -e'
    ways = {"knit": f"knit kexec {KERNEL}", "kexec-tools": f"kexec {words}"}
    if board.name == "x86":
        ways["kexec-tools, by the kernel"] = f"kexec -s {words}"
    return ways


@every_board("virt-arm64", "virt-arm", "x86")
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
        for name, command in contenders(device.board).items():
            (_, asked), started = second(machine, command)
            machine.boot(SLOW)
            now = zero(machine)
            entered = now - direct - last
            seconds[name] = (entered - started, entered - asked)
            last = now
    print(seconds)
    ours, theirs = seconds["knit"], list(seconds.values())[-1]
    assert ours[0] <= theirs[0] + AS_EXACT, seconds
    assert ours[1] - PROCESSES <= theirs[1] + AS_EXACT, seconds


FREESTANDING = ("-march=mips32r2", "-mno-abicalls", "-fno-pic", "-G0", "-msoft-float",
                "-ffreestanding", "-nostdlib", "-Wl,--build-id=none",
                f"-Wl,-T,{HERE / 'first.lds'}")
WRAPS = 1 << 32     # ticks
NOISE = 0.001       # seconds: of half a second, where an instruction takes 64 ns


def clock(machine):
    """(ticks, seconds of the kernel's own) at one and the same moment."""
    machine.shell("/sbin/ticks")
    stamp, now, _ = re.findall(TICKS, machine.shell("dmesg"))[-1]
    return int(now), float(stamp)


@every_board("malta-le")
@pytest.mark.full
@pytest.mark.profile("full")
def test_time_on_malta(device, tmp_path):
    """
    The same where a kernel measures its clock against another one, whole seconds of it, before it
    counts: what is started tells itself when.
    """
    installed(device, {"/sbin/ticks": compiled(device.board, tmp_path, "ticks.c"),
                       KERNEL: compiled(device.board, tmp_path, "first.c", *FREESTANDING),
                       **tools(device)}, with_kernel=False)
    seconds = {}
    for name, command in (("knit", f"knit kexec {KERNEL}"),
                          ("kexec-tools", f"kexec -l {KERNEL} --reuse-cmdline; kexec -e")):
        with device.power_on() as machine:
            machine.boot()
            count, stamp = clock(machine)
            machine.shell("sleep 2")
            later, then = clock(machine)
            frequency = (later - count) % WRAPS / (then - stamp)
            asked, started = second(machine, command, r"first: ([0-9a-f]{8})")
            entered = int(re.search(r"first: (\w+)", machine.text())[1], 16)
            asked_at, asked_stamp = asked
            took = (entered - asked_at) % WRAPS / frequency
            seconds[name] = (took - (started - asked_stamp), took)
    print(seconds)
    ours, theirs = seconds["knit"], seconds["kexec-tools"]
    assert ours[0] <= theirs[0] + NOISE, seconds
    assert ours[1] - PROCESSES <= theirs[1], seconds
