# SPDX-License-Identifier: GPL-2.0-only
"""The life of a router: first boot, `knit done`, what is written stays, a reset, an upgrade."""
import subprocess

import pytest

from device import NOR, every_board
from knitlib import image


def jffs2(board, folder, tree):
    """A jffs2 of @tree: {path: text or bytes}, a text that begins with -> is a symlink."""
    root = folder / "jffs2"
    for path, text in tree.items():
        there = root / path
        there.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(text, bytes):
            there.write_bytes(text)
        elif text.startswith("->"):
            there.symlink_to(text[2:])
        else:
            there.write_text(text)
    out = folder / "jffs2.img"
    endian = "-b" if board.name == "malta" else "-l"
    subprocess.run(["/usr/sbin/mkfs.jffs2", "-q", endian, "-e", str(board.erase), "-r", root,
                    "-o", out], check=True)
    return out.read_bytes()


def overlay_source(machine):
    return machine.shell("grep ' / overlay ' /proc/mounts").split()[0]


@every_board(*NOR)
def test_done_makes_the_overlay_permanent(device):
    with device.power_on() as machine:
        machine.boot()
        assert overlay_source(machine) == "overlayfs:/tmp/root"
        machine.shell("knit done", timeout=300)
        console = machine.reboot()
        assert "knit: overlay: jffs2 on rootfs_data" in console
        assert overlay_source(machine) == "overlayfs:/overlay"
        assert machine.shell("grep ' /overlay ' /proc/mounts | cut -d' ' -f3") == "jffs2"
        assert machine.shell("readlink /overlay/.fs_state") == "2"
        machine.shell("echo kept > /etc/mine; sync")
        machine.reset()
        machine.boot()
        assert machine.shell("cat /etc/mine") == "kept"
        machine.shell("echo again >> /etc/mine; sync")
        machine.quit()
    with device.power_on() as machine:
        machine.boot()
        assert machine.shell("cat /etc/mine") == "kept\nagain"
        assert machine.shell("cat /overlay/upper/etc/mine") == "kept\nagain"
        assert machine.shell("cat /rom/etc/mine 2>&1; :").count("No such file") == 1


@every_board(*NOR)
@pytest.mark.sample(2)
def test_done_touches_only_rootfs_data(device):
    before = device.read()
    with device.power_on() as machine:
        machine.boot()
        machine.shell("knit done", timeout=300)
        machine.quit()
    after = device.read()
    offset, size = device.parts()["rootfs_data"]
    assert after[:offset] == before[:offset], "something before rootfs_data has changed"
    assert after[offset + size:] == before[offset + size:], "something behind it has changed"
    assert after[offset:offset + 4] != image.MARKER


@every_board(*NOR)
@pytest.mark.sample(2)
@pytest.mark.parametrize("state", ["1", "2", None])
def test_existing_overlay_is_kept(device, tmp_path, state):
    """OpenWrt wipes an overlay in state 1; knit keeps it, and leaves state 2 alone."""
    tree = {"upper/etc/mine": "from before\n", "work/x": ""}
    if state:
        tree[".fs_state"] = "->" + state
    device.make(overlay=jffs2(device.board, tmp_path, tree))
    with device.power_on() as machine:
        machine.boot()
        assert overlay_source(machine) == "overlayfs:/overlay"
        assert machine.shell("cat /etc/mine") == "from before"
        assert machine.shell("readlink /overlay/.fs_state") == (state or "1")


@every_board("x86")
def test_disk_keeps_what_is_written(device):
    with device.power_on() as machine:
        machine.boot()
        machine.shell("knit done; echo kept > /etc/mine; sync")
        assert machine.shell("readlink /overlay/.fs_state") == "2"
        machine.reset()
        machine.boot()
        assert machine.shell("cat /etc/mine") == "kept"


def test_done_twice_is_harmless(device):
    with device.power_on() as machine:
        machine.boot()
        machine.shell("knit done", timeout=300)
        machine.reboot()
        machine.shell("echo kept > /etc/mine")
        machine.shell("knit done; :", timeout=300)
        machine.reboot()
        assert machine.shell("cat /etc/mine") == "kept"
