# SPDX-License-Identifier: GPL-2.0-only
"""root= and its relatives, obeyed as a kernel without an initramfs would (x86, disk)."""
import re

import pytest

from device import every_board
from knitlib.disk import ext4, gpt_disk, part_uuid

X86 = every_board("x86")
SECOND_DISK = "-drive if=virtio,format=raw,file={}"


def root_mount(machine):
    """(type, options, device) of what is mounted on /."""
    row = [line for line in machine.shell("cat /proc/1/mountinfo").split("\n")
           if line.split()[4] == "/"][-1]
    left, right = row.split(" - ")
    return right.split()[0], left.split()[5].split(",") + right.split()[2].split(","), \
        left.split()[2]


@X86
@pytest.mark.parametrize("root", [
    "/dev/vda1", "254:1", f"PARTUUID={part_uuid('rootfs')}",
    f"PARTUUID={str(part_uuid('rootfs')).upper()}", "PARTLABEL=rootfs"])
@pytest.mark.sample(3)
def test_forms_of_root(device, root):
    if root == "254:1":     # the major number of virtio disks is whatever was free
        root = vda_numbers(device)
    with device.power_on(append=f"root={root}") as machine:
        machine.boot()
        kind, options, _ = root_mount(machine)
        assert kind == "squashfs" and "ro" in options


def vda_numbers(device):
    with device.power_on() as machine:
        machine.boot()
        return machine.shell("cat /sys/class/block/vda1/dev")


@X86
@pytest.mark.parametrize("word, expected", [("", "ro"), ("ro", "ro"), ("rw", "rw"),
                                            ("ro rw", "rw"), ("rw ro", "ro")])
@pytest.mark.sample(2)
def test_ro_and_rw(device, tree, word, expected):
    device.edit(0, gpt_disk([("system", ext4(64 << 20, tree))]))
    with device.power_on(append=f"root=PARTLABEL=system {word}") as machine:
        machine.boot()
        kind, options, _ = root_mount(machine)
        assert kind == "ext4" and expected in options


@X86
def test_rootfstype_and_rootflags(device, tree):
    device.edit(0, gpt_disk([("system", ext4(64 << 20, tree))]))
    append = "root=/dev/vda1 rootfstype=ext4 rootflags=commit=30,errors=panic rw"
    with device.power_on(append=append) as machine:
        machine.boot()
        kind, options, _ = root_mount(machine)
        assert kind == "ext4" and "rw" in options
        assert "commit=30" in options and "errors=panic" in options


@X86
def test_wrong_rootfstype_is_said(device):
    with device.power_on(append="root=/dev/vda1 rootfstype=ext4") as machine:
        machine.expect(r"knit: \w+: [^\r\n]*(/dev/vda1|ext4)[^\r\n]*")
        machine.expect(r"knit: failsafe")


@X86
def test_rootwait_waits_for_ever(device):
    """One that comes in the end: test_late_disk.py."""
    with device.power_on(append="root=/dev/vdz9 rootwait") as machine:
        machine.expect("Run /init as init process")
        assert not machine.says("knit: failsafe|Kernel panic", 20)


@X86
def test_root_that_never_comes_ends_in_words(device):
    with device.power_on(append="root=/dev/vdz9") as machine:
        machine.expect(r"knit: [^\r\n]*/dev/vdz9")
        machine.expect(r"knit: failsafe")


@X86
def test_rootdelay(device):
    with device.power_on(append="root=/dev/vda1 rootdelay=3") as machine:
        console = machine.boot()
    times = [float(when) for when in re.findall(r"\[ *(\d+\.\d+)\]", console)]
    assert "knit: handover" in console and times
    with device.power_on(append="root=/dev/vda1 rootdelay=3") as machine:
        machine.boot()
        assert float(machine.shell("cut -d' ' -f1 /proc/uptime")) > 3


@X86
def test_root_with_an_overlay_only_if_asked(device):
    with device.power_on(append="root=/dev/vda1 knit.overlay=ram") as machine:
        machine.boot()
        kind, _, _ = root_mount(machine)
        assert kind == "overlay"
    with device.power_on(append="root=/dev/vda1") as machine:
        machine.boot()
        kind, _, _ = root_mount(machine)
        assert kind == "squashfs"


@X86
def test_9p_tag(device, tree):
    extra = ["-fsdev", f"local,id=tree,path={tree},security_model=none,readonly=on",
             "-device", "virtio-9p-pci,fsdev=tree,mount_tag=knitroot"]
    append = "root=knitroot rootfstype=9p rootflags=trans=virtio"
    with device.power_on(append=append, extra=extra) as machine:
        machine.boot()
        assert root_mount(machine)[0] == "9p"


@X86
def test_knit_overlay_none(device):
    with device.power_on(append="knit.overlay=none") as machine:
        machine.boot()
        assert root_mount(machine)[0] == "squashfs"
