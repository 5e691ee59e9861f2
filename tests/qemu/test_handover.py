# SPDX-License-Identifier: GPL-2.0-only
"""What the real init inherits: arguments, environment, signals, descriptors; and knit.init=."""
import re
import subprocess
from pathlib import Path

import pytest

from device import every_board

# PID 1 of these tests: says what it was given, then becomes the usual init
PROBE = """#!/bin/sh
echo "probe: pid $$ args $0 $*"
tr '\\0' '\\n' < /proc/1/environ | sed 's/^/probe: env /'
grep -E '^(Sig|Shd)' /proc/1/status | sed 's/^/probe: /'
ls /proc/1/fd > /tmp/fds    # no pipe: its ends would be seen
echo "probe: fds" $(cat /tmp/fds)
echo "probe: cwd $(readlink /proc/1/cwd) root $(readlink /proc/1/root) umask $(umask)"
exec /sbin/init
"""
ASH_IGNORES = 1 << (3 - 1)      # SIGQUIT, by each shell of busybox
BOARDS = ("malta-le", "malta", "virt-arm", "virt-arm64", "virt-riscv64", "x86")


def probe_boot(device, append):
    device.make(rootfs=device.rootfs({"/sbin/probe": PROBE}))
    with device.power_on(append=append) as machine:
        return machine.boot().replace("\r", "")


@every_board(*BOARDS)
@pytest.mark.sample(3)
def test_what_init_inherits(device):
    console = probe_boot(device, "knit.init=/sbin/probe COLOUR=green -- one two")
    assert "probe: pid 1 args /sbin/probe one two" in console
    env = re.findall(r"probe: env (.*)", console)
    assert "COLOUR=green" in env and "HOME=/" in env
    assert not [word for word in env if word.startswith("PREINIT")]
    signals = dict(re.findall(r"probe: (Sig\w+|ShdPnd):\s*([0-9a-f]+)", console))
    for name in ("SigPnd", "ShdPnd", "SigBlk", "SigIgn"):
        ours = int(signals[name], 16) & ~ASH_IGNORES
        assert ours == 0, f"{name} {signals[name]}"
    # from 10 on they are the shell's own: its script, what it puts aside
    fds = re.search(r"probe: fds ([\d ]+)", console).group(1).split()
    assert sorted(fd for fd in fds if int(fd) < 10) == ["0", "1", "2"], fds
    assert "probe: cwd / root / " in console


def test_knit_parameters_do_not_reach_init(device):
    """The kernel hands words with a dot to modules, not to init; nothing of ours adds them."""
    console = probe_boot(device, "knit.init=/sbin/probe")
    assert not re.search(r"probe: env knit", console)


def test_init_parameter_is_obeyed(device):
    console = probe_boot(device, "init=/sbin/probe")
    assert "probe: pid 1 args /sbin/probe" in console


def test_an_init_that_is_missing_leads_to_the_next(device):
    with device.power_on(append="knit.init=/sbin/nonesuch") as machine:
        console = machine.boot()
        assert "knit: handover: /sbin/nonesuch: not found" in console


OLD_ROOT = """#!/bin/sh
# the mounts that lie below ours, as the kernel knows them
sed 's/^/probe: /' /proc/1/mountinfo
exec /sbin/init
"""


@every_board("malta-le", "virt-arm64", "x86")
@pytest.mark.sample(1)
def test_every_mount_has_been_moved(device):
    device.make(rootfs=device.rootfs({"/sbin/probe": OLD_ROOT}))
    with device.power_on(append="knit.init=/sbin/probe") as machine:
        rows = re.findall(r"probe: \d+ \d+ \S+ (\S+) (\S+) .* - (\S+) (\S+)", machine.boot())
    points = [point for _, point, _, _ in rows]
    assert len(points) == len(set(points)), f"mounted over each other: {points}"
    assert "/" in points and "/rom" in points
    assert not [kind for _, _, kind, _ in rows if kind in ("rootfs", "ramfs")], rows


def compile_below(board, folder):
    """tests/qemu/below.c for the board's CPU."""
    output = folder / "below"
    subprocess.run([f"{board.cross}gcc", "-static", "-Os", "-Wall", "-Werror", "-o", output,
                    Path(__file__).with_name("below.c")], check=True)
    return output.read_bytes()


@every_board("malta-le", "virt-arm64", "x86")
@pytest.mark.sample(2)
def test_old_root_is_empty(device, tmp_path):
    """/init deleted, its folders gone: no byte of the cpio is left in RAM."""
    device.make(rootfs=device.rootfs({"/sbin/below": compile_below(device.board, tmp_path)}))
    with device.power_on() as machine:
        machine.boot()
        assert machine.shell("/sbin/below") == "below: end"
