# SPDX-License-Identifier: GPL-2.0-only
"""A writable partition that can't be used: RAM overlay, the reason said, nothing changed."""
import os
import random
import re
import subprocess

import pytest

from device import NOR, every_board
from knitlib import image
from test_life import jffs2, overlay_source


def boots_into_ram(device, reason, **start):
    before = device.read()
    with device.power_on(**start) as machine:
        console = machine.boot()
        assert overlay_source(machine) == "overlayfs:/tmp/root"
        machine.shell("echo x > /etc/x; sync")
        machine.quit()
    said = " ".join(re.findall(r"knit: overlay: [^\r\n]*", console))
    assert re.search(reason, said, re.I), f"said: {said}"
    assert device.read() == before, "the flash has changed"


def fill(device, data):
    """Fill rootfs_data: repeat @data to its end."""
    offset, size = device.parts()["rootfs_data"]
    device.edit(offset, (data * (size // len(data) + 1))[:size])


def keep_blocks(device, blocks):
    """Make the ROM so large that @blocks are left for rootfs_data."""
    offset, size = device.parts()["rootfs"]
    free = size - image.squashfs_size(device.read()[offset:offset + 96])
    noise = random.Random(1).randbytes(free - blocks * device.board.erase
                                       - device.board.erase // 2)
    device.make(rootfs=device.rootfs({"/noise": noise}), overlay=image.MARKER if blocks else b"")
    assert device.parts()["rootfs_data"][1] == blocks * device.board.erase


@every_board(*NOR)
@pytest.mark.sample(5)
@pytest.mark.parametrize("content, said", [
    ("blank", "blank"), ("zeros", "no jffs2"), ("garbage", "no jffs2"),
    ("marker everywhere", "not formatted yet")])
def test_contents_that_are_no_file_system(device, content, said):
    garbage = random.Random(os.environ["KNIT_SEED"]).randbytes(65536)
    fill(device, {"blank": b"\xff", "zeros": b"\0", "garbage": b"GA" + garbage,
                  "marker everywhere": image.MARKER}[content])
    boots_into_ram(device, f"RAM, {said}")


@every_board(*NOR)
@pytest.mark.sample(3)
@pytest.mark.parametrize("blocks", [0, 1, 4])
def test_too_few_blocks(device, blocks):
    keep_blocks(device, blocks)
    boots_into_ram(device, "fewer than 5" if blocks else "rootfs_data: not there")


def foreign_jffs2(board, folder):
    tree = folder / "tree"
    tree.mkdir()
    (tree / "file").write_text("foreign")
    endian = "-l" if board.name == "malta" else "-b"
    subprocess.run(["/usr/sbin/mkfs.jffs2", "-q", endian, "-e", str(board.erase), "-r", tree,
                    "-o", folder / "jffs2.img"], check=True)
    return (folder / "jffs2.img").read_bytes()


@every_board(*NOR)
@pytest.mark.sample(2)
def test_jffs2_of_the_other_endianness(device, tmp_path):
    device.make(overlay=foreign_jffs2(device.board, tmp_path))
    boots_into_ram(device, r"RAM, ")


@every_board("malta-le", "malta")
@pytest.mark.sample(1)
def test_jffs2_without_room_for_anything(device, tmp_path):
    """Not even overlayfs's own folder can be made: the system must run all the same."""
    size = device.parts()["rootfs_data"][1]
    noise = random.Random(1).randbytes(size - 3 * device.board.erase)
    (tmp_path / "jffs2/upper/etc").mkdir(parents=True)
    (tmp_path / "jffs2/upper/etc/noise").write_bytes(noise)
    blob = jffs2(device.board, tmp_path, {".fs_state": "->2", "work/x": ""})
    device.make(overlay=blob)
    with device.power_on() as machine:
        console = machine.boot()
        assert re.search(r"knit: overlay: .*(full|no space|no room|read-only)", console, re.I)
        assert machine.shell("echo x > /tmp/x; cat /tmp/x") == "x"


@every_board("malta-le", "malta")
@pytest.mark.sample(1)
def test_jffs2_filled_up_in_use(device):
    """Filled by its own user; what was written before is still there."""
    with device.power_on() as machine:
        machine.boot()
        machine.shell("knit done", timeout=300)
        machine.reboot()
        machine.shell("echo kept > /etc/mine; sync")
        machine.shell("cat /dev/urandom > /etc/noise 2>/dev/null; sync; :", timeout=300)
        machine.reset()
        console = machine.boot()
        assert "knit: overlay: " in console
        assert machine.shell("cat /etc/mine", timeout=300) == "kept"
        # if it is RAM that changes go to now, the flash is still there to be cleared
        machine.shell("rm /overlay/upper/etc/noise; sync", timeout=300)
        machine.reset()
        machine.boot()
        assert overlay_source(machine) == "overlayfs:/overlay"
        machine.shell("echo more > /etc/mine; sync", timeout=300)
        machine.reset()
        machine.boot()
        assert machine.shell("cat /etc/mine") == "more"


@every_board(*NOR)
@pytest.mark.sample(2)
def test_write_protected_fresh(device):
    boots_into_ram(device, r"RAM, not formatted", readonly=True)


@every_board("virt-arm", "virt-arm64", "virt-riscv64")
@pytest.mark.sample(1)
def test_write_protected_in_use(device, tmp_path):
    """A jffs2 on a partition that the kernel calls read-only.

    Not by QEMU's readonly=on: after one refused write its chip answers no more reads.
    """
    tree = {"upper/etc/mine": "from before\n", "work/x": "", ".fs_state": "->2"}
    device.make(overlay=jffs2(device.board, tmp_path, tree))
    boots_into_ram(device, r"RAM, .*(takes no changes|read-only|protected)",
                   append=read_only_layout(device))


def read_only_layout(device):
    """The kernel's own partitions, of which it lets nobody write to rootfs_data."""
    board, parts = device.board, device.parts()
    rows = [f"{size:#x}@{board.bank_offset + offset:#x}({name}){'ro' if 'data' in name else ''}"
            for name, (offset, size) in parts.items()]
    return f"mtdparts={board.master}:{','.join(rows)}"


@every_board("virt-arm", "virt-arm64", "virt-riscv64")
@pytest.mark.sample(1)
def test_done_on_write_protected_flash_fails_in_words(device):
    before = device.read()
    with device.power_on(append=read_only_layout(device)) as machine:
        machine.boot()
        text = machine.shell("knit done 2>&1; echo status $?", timeout=300)
        assert "status 0" not in text and len(text) > len("status 1"), text
        machine.quit()
    assert device.read() == before


@every_board("x86")
@pytest.mark.parametrize("content", [b"\0" * 4096, b"\xff" * 4096, b"garbage " * 512])
@pytest.mark.sample(1)
def test_disk_partition_that_is_no_file_system(device, content):
    device.make(overlay=content)
    boots_into_ram(device, r"RAM, ")
