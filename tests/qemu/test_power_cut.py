# SPDX-License-Identifier: GPL-2.0-only
"""What a power cut leaves on the flash: what was configured is there, or can be formatted again."""
import os
import random
import re

import pytest

from device import NOR, every_board
from knitlib import image
from test_bad_overlay import boots_into_ram
from test_life import jffs2, overlay_source

TREE = {"upper/etc/mine": "from before\n", "work/x": "", ".fs_state": "->2"}


def cleanmarker(board):
    """A block as jffs2 has erased it; the last four bytes are the CRC of those before."""
    node = "19852003 0000000c f060dc98" if board.name == "malta" else "85190320 0c000000 b1b01ee4"
    return bytes.fromhex(node).ljust(board.erase, b"\xff")


def lost(device, how):
    """The block in which jffs2 was interrupted."""
    noise = random.Random(os.environ["KNIT_SEED"]).randbytes(device.board.erase - 2)
    return {"erased": b"\xff" * device.board.erase, "half erased": b"GA" + noise,
            "marked by half": cleanmarker(device.board)[:1].ljust(device.board.erase, b"\xff"),
            }[how]


@every_board(*NOR)
@pytest.mark.sample(2)
@pytest.mark.parametrize("how", ["erased", "half erased", "marked by half"])
def test_jffs2_has_just_lost_its_first_block(device, tmp_path, how):
    """It is mounted all the same, and never formatted."""
    device.make(overlay=lost(device, how) + jffs2(device.board, tmp_path, TREE))
    with device.power_on(append="knit.overlay=ram") as machine:
        machine.boot()
        text = machine.shell("knit done 2>&1", timeout=300)
        assert "blocks done" not in text, "it was formatted"
        machine.quit()
    with device.power_on() as machine:
        console = machine.boot()
        assert "knit: overlay: jffs2 on rootfs_data" in console
        assert machine.shell("cat /etc/mine") == "from before"
        machine.shell("echo more > /etc/mine; sync")
        machine.reset()
        machine.boot()
        assert machine.shell("cat /etc/mine") == "more"


@every_board(*NOR)
@pytest.mark.sample(1)
def test_marker_counts_whatever_lies_behind_it(device, tmp_path):
    """A format that was cut off, or an upgrade: an old jffs2 is still there."""
    marker = image.MARKER.ljust(device.board.erase, b"\xff")
    device.make(overlay=marker + jffs2(device.board, tmp_path, TREE))
    boots_into_ram(device, "RAM, not formatted yet")
    with device.power_on() as machine:
        machine.boot()
        assert "is ready" in machine.shell("knit done", timeout=300)
        machine.reboot()
        assert overlay_source(machine) == "overlayfs:/overlay"
        assert "No such file" in machine.shell("cat /etc/mine 2>&1; :")


@every_board(*NOR)
@pytest.mark.sample(1)
@pytest.mark.parametrize("first", ["erased", "half erased", "marked by half"])
def test_format_cut_off_in_its_last_block(device, first):
    """All others are clean: jffs2 does the rest."""
    size = device.parts()["rootfs_data"][1]
    others = cleanmarker(device.board) * (size // device.board.erase - 1)
    device.make(overlay=lost(device, first) + others)
    with device.power_on() as machine:
        machine.boot()
        assert overlay_source(machine) == "overlayfs:/overlay"
        machine.shell("echo kept > /etc/mine; sync")
        machine.reset()
        machine.boot()
        assert machine.shell("cat /etc/mine") == "kept"


@every_board("malta-le", "virt-arm64")
@pytest.mark.sample(1)
def test_power_cut_while_formatting(device):
    """Wherever it happens: it is formatted later, or was just done with."""
    with device.power_on() as machine:
        machine.boot()
        machine.type("knit done\n")
        machine.expect(r"\d+ blocks done|is ready")
        machine.reset()
        machine.boot()
        machine.shell("knit done", timeout=300)
        machine.reboot()
        assert overlay_source(machine) == "overlayfs:/overlay"
        assert machine.shell("readlink /overlay/.fs_state") == "2"


@pytest.mark.variant("no-overlayfs")
def test_kernel_without_overlayfs_writes_nothing(device, tmp_path):
    """Not even the marks of a first boot, on a jffs2 that could be an overlay."""
    device.make(overlay=jffs2(device.board, tmp_path, {"file": "from before\n"}))
    before = device.read()
    with device.power_on() as machine:
        console = machine.boot()
        assert re.search(r"knit: overlay: none, the root stays read-only", console)
        machine.quit()
    assert device.read() == before
