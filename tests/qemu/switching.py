# SPDX-License-Identifier: GPL-2.0-only
"""What the tests of switchinit share: systems that have it, and programs to run from RAM."""
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent
ETC = HERE.parents[1] / "configs" / "rootfs" / "etc"
RESTART = (ETC / "inittab").read_text() + "::restart:/sbin/knit\n"
TOOLS = " ".join(f"--with {name}" for name in ("cat", "dmesg", "grep", "ls", "ps", "tr", "reboot"))

# Tells what it sees, then answers on the console
PROGRAM = """#!/bin/sh
echo "program: $$ $#" "$@"
knit led upgrade || echo "no LED"
exec sh
"""


def compiled(board, folder, name, *flags, static=True):
    """A C program of this folder for the board's CPU."""
    output = folder / name.replace(".c", "")
    subprocess.run([f"{board.cross}gcc", *["-static"] * static, "-Os", "-Wall", "-Werror",
                    "-o", output, HERE / name, *flags], check=True)
    return output.read_bytes()


def system(device, extra=None, **options):
    """A root that can be switched: busybox init with one more line in inittab; knit's options."""
    knit = device.knit_with(SWITCHINIT="y", **options)
    files = {"/sbin/knit": knit, "/etc/inittab": RESTART, "/sbin/program": PROGRAM}
    return device.rootfs({**files, **(extra or {})}, with_knit=False)


def switch(machine, words="", program="program", timeout=120):
    """Type the command; returns what the program says when it starts."""
    machine.type(f"knit switchinit {TOOLS} {words} {program}")
    said = machine.expect(r"program: ([^\r]*)\r", timeout).group(1)
    machine.prompt()
    return said


def mounts(machine):
    """[(source, mount point, type)] in the root in RAM."""
    return [tuple(line.split()[:3]) for line in machine.shell("cat /proc/mounts").split("\n")]


def alone(machine):
    """Nothing but the program, its shell and its console is left of the old system."""
    points = {where: kind for _, where, kind in mounts(machine)}
    assert points == {"/": "tmpfs", "/tmp": "tmpfs", "/proc": "proc", "/sys": "sysfs",
                      "/dev": "devtmpfs"}
    assert "still in use" not in machine.shell("dmesg")
    left = machine.shell("for p in /proc/[0-9]*; do tr '\\0' ' ' <$p/cmdline | grep . ; done; :")
    assert len(left.split("\n")) <= 3, left      # sh, which was the program, and the loop's
    open_files = machine.shell("ls -l /proc/1/fd").split("\n")
    assert not [line for line in open_files if "->" in line and " /dev/" not in line], open_files
