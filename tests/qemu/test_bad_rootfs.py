# SPDX-License-Identifier: GPL-2.0-only
"""A root file system with something missing, and kernels with something missing (malta-le)."""
import re
import struct

import pytest

from device import every_board
from test_life import jffs2, overlay_source

ELF_OF_ANOTHER_CPU = b"\x7fELF\1\1\1" + b"\0" * 9 + struct.pack("<HHI", 2, 4, 1) + b"\0" * 200
BOARDS = ("malta-le", "malta", "virt-arm", "virt-arm64", "virt-riscv64", "x86")


def handover_lines(console):
    return re.findall(r"knit: handover: ([^\r\n]*)", console)


def falls_back_to_a_shell(device, reason):
    """/sbin/init won't do, so /bin/sh is next in the list."""
    with device.power_on() as machine:
        machine.prompt()
        lines = "\n".join(handover_lines(machine.text()))
        assert re.search(rf"/sbin/init: {reason}", lines, re.I), lines
        assert machine.shell("cat /proc/1/comm") in ("sh", "busybox", "ash")


@every_board(*BOARDS)
@pytest.mark.sample(2)
def test_init_is_missing(device):
    device.make(rootfs=device.rootfs(without=["/sbin/init"]))
    falls_back_to_a_shell(device, "not found")


@every_board(*BOARDS)
@pytest.mark.sample(2)
@pytest.mark.parametrize("content, reason", [
    (ELF_OF_ANOTHER_CPU, "not a program for this machine"),
    (b"#!/nonesuch\n", "not found"),
    (b"", "not a program for this machine"),
], ids=["other-cpu", "no-interpreter", "empty"])
def test_init_that_cannot_run(device, content, reason):
    device.make(rootfs=device.rootfs({"/sbin/init": content}))
    falls_back_to_a_shell(device, reason)


@every_board(*BOARDS)
@pytest.mark.sample(2)
def test_init_that_is_not_executable(device):
    device.make(rootfs=device.rootfs({"/sbin/init": b"#!/bin/sh\n"}, mode=0o644))
    falls_back_to_a_shell(device, "not allowed")


@every_board(*BOARDS)
@pytest.mark.sample(2)
def test_no_init_at_all(device):
    device.make(rootfs=device.rootfs(without=["/sbin/init", "/bin/sh"]))
    before = device.read()
    with device.power_on() as machine:
        machine.expect("knit: failsafe: ")
        assert re.search("/sbin/init", "\n".join(handover_lines(machine.text())))
        machine.quit()
    assert device.board.has_disk or device.read() == before


@every_board("malta-le", "virt-arm64", "x86")
@pytest.mark.sample(5)
@pytest.mark.parametrize("path", ["/proc", "/sys", "/dev", "/tmp", "/mnt", "/rom", "/overlay"])
def test_mount_point_is_missing(device, path):
    device.make(rootfs=device.rootfs(without=[path]))
    with device.power_on() as machine:
        console = machine.boot()
        assert "knit: handover" in console
        if path in ("/proc", "/sys", "/dev", "/tmp"):
            assert machine.shell(f"ls -A {path} | head -n 1"), f"{path} is empty"


@pytest.mark.variant("no-overlayfs")
def test_kernel_without_overlayfs(device):
    before = device.read()
    with device.power_on() as machine:
        console = machine.boot()
        assert re.search(r"knit: overlay: .*overlay", console)
        row = machine.shell("grep ' / ' /proc/mounts").split("\n")[-1]
        assert " / squashfs ro" in row
        assert machine.shell("ls /proc/1 > /dev/null && ls /sys/class > /dev/null; echo $?") == "0"
        machine.quit()
    assert device.read() == before


@pytest.mark.variant("no-jffs2")
def test_kernel_without_jffs2(device, tmp_path):
    device.make(overlay=jffs2(device.board, tmp_path, {"upper/x": "", ".fs_state": "->2"}))
    before = device.read()
    with device.power_on() as machine:
        console = machine.boot()
        assert re.search(r"knit: overlay: RAM, .*jffs2", console)
        assert overlay_source(machine) == "overlayfs:/tmp/root"
        machine.quit()
    assert device.read() == before


@pytest.mark.variant("no-devtmpfs")
def test_kernel_without_devtmpfs(device):
    with device.power_on() as machine:
        machine.boot()
        assert overlay_source(machine) == "overlayfs:/tmp/root"
        listed = machine.shell("ls /dev")
        for node in ("console", "null", "mtdblock0", "ttyS0"):
            assert node in listed.split(), listed
        machine.shell("knit done", timeout=300)
        machine.reboot()
        assert overlay_source(machine) == "overlayfs:/overlay"


def test_dev_is_mounted_already(device, tmp_path):
    """Something ran before knit and has mounted the kernel's file systems."""
    script = ("#!/bin/busybox sh\nbusybox mount -t proc proc /proc\n"
              "busybox mount -t devtmpfs dev /dev\nexec -a /init /knit\n")
    initrd = device.initrd({"/init": script.encode()}, ["/proc", "/sys", "/dev", "/tmp"])
    with device.power_on(initrd=initrd) as machine:
        machine.boot()
        assert overlay_source(machine) == "overlayfs:/tmp/root"
