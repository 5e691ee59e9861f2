# SPDX-License-Identifier: GPL-2.0-only
"""A running router writes its own firmware anew, from RAM, and keeps its configuration.

tests/qemu/sysupgrade.sh does it with what busybox has, as knit switchinit's program.
"""
import os
import random
import struct
import time
import zlib

import pytest

from device import every_board
from knitlib import artefacts, image
from knitlib.machine import INIT_RUNS
from knitlib.qemu import PCNET_SLOTS
from switching import HERE, system
from test_life import overlay_source

SCRIPT = (HERE / "sysupgrade.sh").read_text()
WRITING = 0.8       # seconds that it takes, at least where nothing else runs

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
    return system(device, {"/release": release, "/sbin/sysupgrade": SCRIPT}).read_bytes()


def new_firmware(device, folder):
    """The file that a user downloads; served by QEMU's own TFTP server."""
    kernel = named(artefacts.uimage(device.kernels), "the new one")
    made = image.firmware(device.board, kernel, squashfs(device, "new"))
    folder.mkdir()
    (folder / "new.bin").write_bytes(made.data[:made.rootfs_data + len(image.MARKER)])
    return made


def cable(folder):
    return ["-netdev", f"user,id=up,tftp={folder}", "-device",
            f"pcnet,netdev=up,addr={PCNET_SLOTS[0]:#x},romfile="]


def prepared(device, folder, uboot=False):
    """An old firmware on the flash, a new one to be had. Returns how to switch it on."""
    new_firmware(device, folder)
    squashfs(device, "old")
    device.make(rootfs=device.folder / "own.squashfs", uboot=uboot)
    return {"extra": cable(folder), "kernel": not uboot}


def upgrade(machine, first=lambda: None):
    """From a first boot to where the flash begins to be written; @first: called before that."""
    machine.boot()
    machine.shell("knit done", timeout=300)
    machine.reboot()
    assert overlay_source(machine) == "overlayfs:/overlay"
    machine.shell("echo from before >/etc/mine; sync; ifconfig eth0 10.0.2.15 up")
    machine.shell("cd /tmp; for n in 1 2 3 4 5; do tftp -b 1400 -g -r new.bin 10.0.2.2 && break; "
                  "done")
    first()
    machine.type("cat /release; sysupgrade /tmp/new.bin")
    machine.expect("old")
    machine.expect("sysupgrade: writing", 300)


def kept(machine):
    assert machine.shell("cat /release") == "new"
    assert overlay_source(machine) == "overlayfs:/overlay"
    assert machine.shell("cat /etc/mine") == "from before"
    # jffs2 believes each node that the script has made
    assert "CRC" not in machine.shell("dmesg | grep jffs2; :")
    assert "the saved configuration is back" in machine.shell("knit status")
    machine.shell("! ls /sysupgrade.tgz /overlay/sysupgrade.tgz 2>/dev/null && "
                  "echo more >>/etc/mine")
    machine.reboot()
    assert machine.shell("cat /etc/mine") == "from before\nmore"


def in_safe_order(device, blocks):
    """The old squashfs loses its beginning first, the new one gets it last; each block once."""
    part = device.board.partition("firmware")
    every = [at // device.board.erase for at in range(part.offset, part.end, device.board.erase)]
    rootfs = device.parts()["rootfs"][0] // device.board.erase
    every.remove(rootfs)
    assert blocks == [rootfs, *every, rootfs]


def test_configuration_is_kept(device, tmp_path):
    start = prepared(device, tmp_path / "tftp")
    begin = []
    with device.power_on(**start) as machine:
        upgrade(machine, lambda: begin.append(machine.chip.follow()))
        machine.expect("sysupgrade: written", 300)
        in_safe_order(device, machine.chip.erased(begin[0]))
        machine.boot()
        kept(machine)
        machine.quit()
    assert device.read()[device.board.partition("firmware").offset:].find(b"the new one") == 32


@every_board("malta")
@pytest.mark.uboot
def test_what_was_flashed_is_what_boots(device, tmp_path):
    """From power-on, by U-Boot: kernel, root file system and configuration."""
    start = prepared(device, tmp_path / "tftp", uboot=True)
    with device.power_on(**start) as machine:
        upgrade(machine)
        assert "the new one" not in machine.text()
        machine.expect("sysupgrade: written", 300)
        machine.expect(r"U-Boot 20\d\d")
        machine.expect("Image Name: +the new one")
        machine.boot()
        kept(machine)
        machine.quit()
    with device.power_on(**start) as machine:
        machine.expect("Image Name: +the new one")
        machine.boot()
        assert machine.shell("cat /release /etc/mine") == "newfrom before\nmore"


@pytest.mark.sample(3)
@pytest.mark.parametrize("moment", range(50))
def test_power_cut(device, tmp_path, moment):
    """Whatever is on the flash then: a whole system, or a person can reach knit's console."""
    start = prepared(device, tmp_path / "tftp")
    seconds = random.Random(f"{os.environ['KNIT_SEED']} {moment}").uniform(0, WRITING)
    with device.power_on(**start) as machine:
        upgrade(machine)
        time.sleep(seconds)
        print(f"the power goes {seconds:.3f} s after it has begun to write")
        machine.reset()
        machine.expect("Linux version")
        seen = machine.expect(f"({INIT_RUNS})|knit> ")
        if seen.group(1):
            machine.prompt()
            assert machine.shell("cat /release") == "new"
            return
        machine.type("mtd list")
        machine.expect('"firmware"')
