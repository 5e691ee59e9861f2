# SPDX-License-Identifier: GPL-2.0-only
"""A running router writes its own firmware anew, from RAM, and keeps its configuration.

tests/qemu/sysupgrade.sh does it with what busybox has, as knit switchinit's program.
"""
import os
import random
import struct
import zlib

import pytest

from device import Device, every_board
from knitlib import artefacts, boards, image
from knitlib.machine import INIT_RUNS
from knitlib.qemu import PCNET_SLOTS
from switching import HERE, system
from test_life import overlay_source
from test_uboot import UBOOT

SCRIPT = (HERE / "sysupgrade.sh").read_text()
SMALL = ["-m", "32"]        # MiB of RAM, in which the image lies, too

# whose kernels restore what was kept
pytestmark = pytest.mark.profile("full")


def named(uimage, name):
    """A U-Boot image under another name, so that one can tell which one is started."""
    head = bytearray(uimage[:image.UIMAGE_HEADER])
    head[32:64] = name.encode().ljust(32, b"\0")
    head[4:8] = bytes(4)
    head[4:8] = struct.pack(">I", zlib.crc32(head))
    return bytes(head) + uimage[image.UIMAGE_HEADER:]


def squashfs(device, release):
    """Whose knit knows of the partition state, as the kernel's does: a boot without done is bad."""
    return system(device, {"/release": release, "/sbin/sysupgrade": SCRIPT},
                  STATE="y").read_bytes()


def new_firmware(device, folder):
    """The file that a user downloads; served by QEMU's own TFTP server."""
    kernel = named(artefacts.uimage(device.kernels), "the new one")
    made = image.firmware(device.board, kernel, squashfs(device, "new"))
    folder.mkdir()
    (folder / "new.bin").write_bytes(made.data[:made.rootfs_data + len(image.MARKER)])
    return made


def cable(board, folder):
    """A network on which there is the new firmware and nothing else."""
    card = f"pcnet,addr={PCNET_SLOTS[0]:#x},romfile=" if board.kernel_arch == "mips" else \
        "virtio-net-device"
    return ["-netdev", f"user,id=up,tftp={folder}", "-device", f"{card},netdev=up"]


def prepared(device, folder, uboot=False):
    """An old firmware on the flash, a new one to be had. Returns how to switch it on."""
    new_firmware(device, folder)
    squashfs(device, "old")
    device.make(rootfs=device.folder / "own.squashfs", uboot=uboot)
    return {"extra": cable(device.board, folder), "kernel": not uboot}


def good(machine):
    """As a system does at the end of its own start: each boot without that is a bad one."""
    machine.shell("knit done", timeout=60)
    assert "the last boot was good" in machine.shell("knit status")


def used(machine):
    """From a first boot to a router that somebody has configured."""
    machine.boot()
    machine.shell("knit done", timeout=300)
    machine.reboot()
    good(machine)
    assert overlay_source(machine) == "overlayfs:/overlay"
    assert machine.shell("echo from before >/etc/mine; sync; cat /release") == "old"


def upgrade(machine):
    """To its end; returns the number of changes of the flash before it."""
    machine.shell("ifconfig eth0 10.0.2.15 up; cd /tmp; for n in 1 2 3 4 5; do "
                  "tftp -b 1400 -g -r new.bin 10.0.2.2 && break; done", timeout=300)
    begin = machine.chip.follow()
    machine.type("sysupgrade /tmp/new.bin")
    machine.expect("sysupgrade: writing", 300)
    machine.expect("sysupgrade: written", 300)
    return begin


def kept(machine):
    good(machine)
    assert machine.shell("cat /release") == "new"
    assert overlay_source(machine) == "overlayfs:/overlay"
    assert machine.shell("cat /etc/mine") == "from before"
    # jffs2 believes each node that the script has made
    assert "CRC" not in machine.shell("dmesg | grep jffs2; :")
    assert "the saved configuration is back" in machine.shell("knit status")
    machine.shell("! ls /sysupgrade.tgz /overlay/sysupgrade.tgz 2>/dev/null && "
                  "echo more >>/etc/mine; sync")


def blocks(device):
    """The numbers of all blocks of the partition firmware."""
    part = device.board.partition("firmware")
    every = range(part.offset, part.end, device.board.erase)
    return [at // device.board.erase for at in every]


@pytest.fixture(scope="module")
def upgraded(tmp_path_factory):
    """(device, how to switch it on, its chip, the change with which the upgrade begins)."""
    folder = tmp_path_factory.mktemp("upgraded")
    device = Device(boards.find(boards.DEFAULT), folder, profile="full")
    start = prepared(device, folder / "tftp")
    start["extra"] += SMALL
    with device.power_on(**start) as machine:
        used(machine)
        machine.quit()
    with device.power_on(**start) as machine:
        machine.boot()
        good(machine)
        begin = upgrade(machine)
        machine.quit()
    rootfs = device.parts()["rootfs"][0]
    assert machine.chip.changes[-1] == (rootfs, image.SQUASHFS_MAGIC)
    return device, start, machine.chip, machine.chip.changes.index((rootfs, bytes(4)), begin)


@pytest.mark.xdist_group("upgraded")
def test_configuration_is_kept(device, upgraded):
    """Each block is erased once; no bit was set without that: see Watched."""
    before, start, chip, begin = upgraded
    assert chip.erased(begin) == blocks(device)
    with device.take(before.read()).power_on(**start) as machine:
        machine.boot()
        kept(machine)
        machine.reboot()
        assert machine.shell("cat /etc/mine") == "from before\nmore"
        machine.quit()
    firmware = device.board.partition("firmware").offset
    assert device.read()[firmware:].find(b"the new one") == 32


@pytest.mark.sample(5)
@pytest.mark.xdist_group("upgraded")
@pytest.mark.parametrize("moment", range(50))
def test_power_cut(device, upgraded, moment):
    """Whatever is on the flash then: a whole system, or a person can reach knit's console."""
    before, start, chip, begin = upgraded
    last = len(chip.changes) - 1        # which makes it a system; the first ends the old one
    some = chip.moments(48, random.Random(f"{os.environ['KNIT_SEED']} sysupgrade"), begin + 1)
    number = [begin, last, *some][moment]
    print(f"the power goes in change {number} of {last}, {chip.name(number)}")
    lot = random.Random(f"{os.environ['KNIT_SEED']} sysupgrade {moment}")
    device.take(chip.cut(number, lot))
    rootfs = before.parts()["rootfs"][0]
    whole = device.read()[rootfs:rootfs + 4] == image.SQUASHFS_MAGIC
    assert not begin < number < last or not whole
    with device.power_on(**start) as machine:
        seen = machine.expect(f"({INIT_RUNS})|knit> ")
        assert bool(seen.group(1)) == whole
        if whole:
            machine.prompt()
            release = "old" if number == begin else "new"
            assert machine.shell("cat /release /etc/mine") == f"{release}from before"
        else:
            machine.type("mtd list")
            machine.expect('"firmware"')


@every_board(*UBOOT)
@pytest.mark.uboot
@pytest.mark.sample(1)
def test_what_was_flashed_is_what_boots(device, tmp_path):
    """From power-on, by U-Boot: kernel, root file system and configuration."""
    start = prepared(device, tmp_path / "tftp", uboot=True)
    with device.power_on(**start) as machine:
        used(machine)
        upgrade(machine)
        assert "the new one" not in machine.text()
        machine.expect(r"U-Boot 20\d\d")
        machine.expect("Image Name: +the new one")
        machine.boot()
        kept(machine)
        machine.quit()
    with device.power_on(**start) as machine:
        machine.expect("Image Name: +the new one")
        machine.boot()
        assert machine.shell("cat /release /etc/mine") == "newfrom before\nmore"
