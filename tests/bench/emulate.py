# SPDX-License-Identifier: GPL-2.0-only
"""One boot under QEMU, and what the bench's init tells about it.

With -icount an instruction takes a nanosecond of the guest's time, so a figure does not depend
on the host and repeats exactly. The kernel calibrates its clock for one to two guest seconds,
so such a run takes 10 to 60 s.
"""
import os
import re
import shutil
import subprocess
import time
from dataclasses import dataclass, field

from knitlib import artefacts, image, qemu

# Without -seed QEMU hands over random bytes, and each run has other addresses and hashes.
ICOUNT = ["-icount", "shift=0,sleep=off", "-rtc", "base=2026-01-01,clock=vm", "-seed", "1"]
# usr/default_cpio_list of the kernel: a kernel with knit in it has no such directory
NOT_OURS = {"root"}
PATIENCE = int(os.environ.get("KNIT_BENCH_TIMEOUT", "400"))     # seconds for one run
END = b"bench: end"


@dataclass
class Sample:
    run: int = 0                # µs: the kernel starts /init, or what stands for it
    init: int = 0               # µs: first instruction of the real init
    free: int = 0               # pages
    below: list = field(default_factory=list)   # what is left in the old rootfs
    stages: list = field(default_factory=list)  # (name, µs at its end)


def _console(command, what):
    """The console of a machine until the bench's init is through; bounded."""
    end = time.monotonic() + PATIENCE
    text = b""
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT) as machine:
        os.set_blocking(machine.stdout.fileno(), False)
        while END not in text and time.monotonic() < end and machine.poll() is None:
            time.sleep(0.1)
            text += machine.stdout.read() or b""
        machine.kill()
    if END not in text:
        tail = text.decode(errors="replace").strip()[-1500:]
        raise image.ImageError(f"{what}: the real init was not reached in {PATIENCE} s:\n{tail}")
    return text.decode(errors="replace").replace("\r", "")


def parse(text):
    """What a console tells, or ImageError."""
    sample = Sample()
    for us, line in re.findall(r"^\d+,\d+,(\d+),.;(.*)$", text, re.M):
        stage = re.match(r"(?:knit|bare): (\w+)", line)
        if re.match(r"Run \S+ as init process", line):
            sample.run = int(us)
        elif line == "bench: init":
            sample.init = int(us)
        elif stage:
            sample.stages.append((stage[1], int(us)))
    # pages in the per-CPU lists are free, but MemFree does not count them
    free = int(re.search(r"^MemFree:\s+(\d+) kB", text, re.M)[1]) // 4
    sample.free = free + sum(map(int, re.findall(r"^ +count: (\d+)$", text, re.M)))
    below = re.search(r"^bench: below:\n(.*)^bench: below ends$", text, re.M | re.S)
    if not below:
        raise image.ImageError("the bench's init could not look below the root")
    sample.below = [name for name in below[1].split() if name not in NOT_OURS]
    if not sample.init or not sample.run:
        raise image.ImageError("the kernel's log lacks the lines that are measured")
    return sample


def boot(kitchen, contender, state, icount=True, number=0):
    """Switch on a machine with a fresh copy of the flash."""
    name = f"{contender.key}-{state}-{'icount' if icount else number}"
    flash = kitchen.folder / f"{name}.flash"
    shutil.copy(kitchen.flashes[state], flash)
    # only who has a window: malta's command line has no room to spare
    quiet = "quiet knit.window=0" if contender.key.startswith("knit") else "quiet"
    start = qemu.Start(kitchen.board, flash, artefacts.kernel(kitchen.kernels), contender.initrd,
                       f"{quiet} bench={state} {contender.append}".strip(),
                       extra=["-nographic", "-no-reboot", *(ICOUNT if icount else [])])
    try:
        text = _console(start.command(), f"{contender.title}, {state}")
    finally:
        flash.unlink()
    (kitchen.folder / f"{name}.console").write_text(text)
    return parse(text)
