# SPDX-License-Identifier: GPL-2.0-only
"""Two systems in the flash, a kernel and a root each: a new one has one attempt."""
import os
import random
import re

import pytest

import sampling
from device import every_board
from knitlib import artefacts, image
from knitlib.machine import INIT_RUNS
from storage import configured, full_knit, section

pytestmark = pytest.mark.profile("full")
MIB = 1 << 20
KNIT = "/etc/config/knit"
KERNEL = "/boot/kernel"
# behind what the board has: (name, where in the flash file, bytes)
ROOTS = [("root-a", 0x1040000, 4 * MIB), ("root-b", 0x1440000, 4 * MIB)]
KERNELS = [("kernel-a", 0x1840000, 8 * MIB), ("kernel-b", 0x2040000, 8 * MIB)]
HANGS = "#!/bin/sh\necho 'system b hangs' > /dev/console\nwhile :; do sleep 9; done\n"
CUTS = 50 if sampling.FULL else 5


def layout(board):
    """The flash as the kernel is told to divide it: all slots' kernels are, by their own line."""
    rows = [(part.name, part.offset, part.size) for part in board.partitions]
    parts = ",".join(f"{size:#x}@{board.bank_offset + offset:#x}({name})"
                     for name, offset, size in rows + ROOTS + KERNELS)
    return f"mtdparts={board.master}:{parts}"


def slot(name, **options):
    usual = {"kernel": KERNEL, "root": f"mtd:root-{name}", "append": "rootfstype=squashfs quiet"}
    return section(f"slot '{name}'", **{**usual, **options})


def system(device, name, init=None):
    """The root file system of a slot."""
    files = {"/etc/slot": name, "/sbin/knit": full_knit(device)}
    if init:
        files["/sbin/init"] = init
    folder = device.folder / name
    folder.mkdir(exist_ok=True)
    device.folder, before = folder, device.folder
    try:
        return device.rootfs(files, with_knit=False).read_bytes()
    finally:
        device.folder = before


def flashed(device, broken=False, slots=None):
    """A loader with a kernel for both in its ROM, system a, and system b, which may hang."""
    slots = slots or slot("a") + slot("b")
    configured(device, {KNIT: slots}, {KERNEL: artefacts.kernel(device.kernels).read_bytes()})
    for (_, offset, size), name in zip(ROOTS, "ab"):
        data = system(device, name, HANGS if broken and name == "b" else None)
        assert len(data) <= size
        device.edit(offset, data)
    return {"append": layout(device.board)}


def started(machine):
    """The slot in which a shell has come up."""
    machine.expect(INIT_RUNS)
    machine.prompt()
    name = machine.shell("cat /etc/slot")
    assert f"knit.slot={name}" in machine.shell("cat /proc/cmdline").split()
    return name


def again(machine):
    machine.type("reboot")
    return started(machine)


def slots(machine):
    return re.search(r"knit: slot: (.*)", machine.shell("knit slot"))[1]


@every_board("virt-arm64")
def test_one_attempt(device):
    """One that never says that it is good is left after it; one that does is kept."""
    with device.power_on(**flashed(device)) as machine:
        assert started(machine) == "a"
        assert "knit: kexec: slot a" in machine.text()
        assert "marked as good" in machine.shell("knit done")
        assert "in use" in machine.shell("knit slot try a 2>&1", check=False)
        assert machine.shell("knit slot try b") == "knit: slot: b is tried at the next boot"
        assert slots(machine) == "slot a is in use, b is to be tried"
        assert again(machine) == "b"
        assert slots(machine) == "slot a is in use, b is being tried"
        assert again(machine) == "a", "nobody has said that b is good"
        assert slots(machine) == "slot a is in use, b has failed"
        assert "slot a is in use, b has failed" in machine.shell("knit status")
        machine.shell("knit done && knit slot try b")
        assert again(machine) == "b"
        machine.shell("knit done")
        assert slots(machine) == "slot b is in use"
        assert again(machine) == "b"
        assert again(machine) == "b"


@every_board("virt-arm64")
def test_one_that_hangs(device):
    """The watchdog, or a person, resets the machine."""
    with device.power_on(**flashed(device, broken=True)) as machine:
        assert started(machine) == "a"
        machine.shell("knit done && knit slot try b")
        machine.type("reboot")
        machine.expect("system b hangs")
        machine.reset()
        assert started(machine) == "a"
        assert slots(machine) == "slot a is in use, b has failed"


@every_board("virt-arm64")
def test_one_whose_kernel_is_none(device):
    """The other one is started in the same boot; without any it is the loader's own system."""
    both = slot("a") + slot("b", kernel="/etc/passwd")
    with device.power_on(**flashed(device, slots=both)) as machine:
        assert started(machine) == "a"
        machine.shell("knit done && knit slot try b")
        begin = len(machine.text())
        assert again(machine) == "a"
        text = machine.text()[begin:]
        assert text.index("knit: kexec: slot b") < text.index("knit: kexec: slot a")
        assert slots(machine) == "slot a is in use, b has failed"


@every_board("virt-arm", "virt-arm64")
@pytest.mark.sample(1)
def test_kernels_in_the_flash(device):
    """Each in a partition of its own, with a header that tells how long it is; one is damaged."""
    both = slot("a", kernel="mtd:kernel-a") + slot("b", kernel="mtd:kernel-b")
    line = flashed(device, slots=both)
    data = image.make_uimage(device.board, artefacts.kernel(device.kernels).read_bytes())
    for _, offset, size in KERNELS:
        assert len(data) <= size
        device.edit(offset, data)
    with device.power_on(**line) as machine:
        assert started(machine) == "a"
        machine.shell("knit done && knit slot try b")
        assert again(machine) == "b"
        machine.shell("knit done && knit slot try a")
        mtd = machine.shell("sed -n 's/:.*kernel-a.*//p' /proc/mtd")
        block = mtd.replace("mtd", "/dev/mtdblock")
        machine.shell(f"printf x | dd of={block} bs=1 seek=2 conv=notrunc 2>/dev/null; sync")
        assert again(machine) == "b"
        assert slots(machine) == "slot b is in use, a has failed"


@every_board("virt-arm64")
def test_none_can_be_started(device):
    none = slot("a", kernel="/nowhere") + section("slot 'b'", root="/dev/null")
    with device.power_on(**flashed(device, slots=none)) as machine:
        machine.boot()
        assert "root-a" in machine.shell("cat /proc/mtd")
        machine.shell("! cat /etc/slot 2>/dev/null && knit done", timeout=300)


@every_board("virt-arm64")
def test_power_cuts(device):
    """At random moments from `knit slot try` on: never a third way, and b never twice."""
    chance = random.Random(os.environ["KNIT_SEED"])
    with device.power_on(**flashed(device, broken=True)) as machine:
        assert started(machine) == "a"
        for _ in range(CUTS):
            machine.shell("knit done")
            begin = len(machine.text())
            machine.type("knit slot try b; reboot -f")
            machine.says("nobody says this", chance.uniform(0, 12))
            machine.says(r"(?s).+", 0.5)     # drop what is of before
            machine.reset()
            machine.expect("Linux version")
            if machine.expect(f"system b hangs|{INIT_RUNS}").group(0) != INIT_RUNS:
                machine.reset()
                machine.expect(INIT_RUNS)
            machine.prompt()
            assert machine.shell("cat /etc/slot") == "a"
            assert machine.text()[begin:].count("knit: kexec: slot b") <= 1
