# SPDX-License-Identifier: GPL-2.0-only
"""Formatting takes minutes on real NOR: how often each block is erased is counted."""
import os
import random

import pytest

from device import NOR, every_board
from knitlib import image
from test_life import overlay_source

CLEANMARKER = {"little": bytes.fromhex("851903200c000000b1b01ee4"),
               "big": bytes.fromhex("198520030000000cf060dc98")}


def blocks_of(device):
    """Those of rootfs_data."""
    offset, size = device.parts()["rootfs_data"]
    return range(offset // device.board.erase, (offset + size) // device.board.erase)


def format_and_use(device):
    """`knit done`, then the kernel's jffs2 mounts it: the blocks that the first has erased."""
    with device.power_on() as machine:
        machine.boot()
        assert not machine.chip.erased(), "erased before anybody asked for it"
        machine.shell("knit done", timeout=300)
        by_done = machine.chip.erased()
        begin = machine.chip.follow()
        machine.reboot()
        assert overlay_source(machine) == "overlayfs:/overlay"
        # jffs2 erases in a thread of its own, five seconds after the mount at the latest
        machine.shell("echo x > /etc/x; sync; sleep 8", timeout=300)
        machine.quit()
        by_kernel = machine.chip.erased(begin)
    assert not by_kernel, f"the mount has erased again: {by_kernel}"
    return by_done


@every_board(*NOR)
@pytest.mark.sample(2)
def test_used_blocks_are_erased_once(device):
    """Behind the marker lies what an older system has left."""
    offset, size = device.parts()["rootfs_data"]
    old = random.Random(os.environ["KNIT_SEED"]).randbytes(device.board.erase)
    device.edit(offset, image.MARKER + (old * (size // len(old)))[4:])
    blocks = blocks_of(device)
    by_done = format_and_use(device)
    assert sorted(by_done) == list(blocks)
    assert by_done[-1] == blocks[0], "the block with the marker must come last"


@every_board(*NOR)
@pytest.mark.sample(2)
def test_blank_blocks_are_not_erased(device):
    device.make()
    blocks = blocks_of(device)
    assert format_and_use(device) == [blocks[0]], "only the marker has to go"
    order = "big" if device.board.cpu == "mips" else "little"
    flash, erase = device.read(), device.board.erase
    contents = [flash[block * erase:(block + 1) * erase].rstrip(b"\xff") for block in blocks]
    assert all(content[:2] == CLEANMARKER[order][:2] for content in contents)
    # where jffs2 has written since, it has crossed its own out
    assert contents.count(CLEANMARKER[order]) >= len(blocks) - 2
