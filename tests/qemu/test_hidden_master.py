# SPDX-License-Identifier: GPL-2.0-only
"""A kernel that has partitions of its own and hides the flash below them: no partition can be made.

Whatever of the kernel's own can be used is used; the rest is said.
"""
import re

import pytest

from test_bad_flash import ends_in_failsafe
from test_life import jffs2, overlay_source

HIDDEN = pytest.mark.variant("ubi")


def layout(device, **names):
    """mtdparts= with what the flash holds by these names."""
    rows = [f"{size:#x}@{offset:#x}({names[name]})"
            for name, (offset, size) in device.parts().items() if name in names]
    return f"mtdparts={device.board.master}:{','.join(rows)}"


@HIDDEN
def test_firmware_alone(device):
    """Its squashfs cannot be had: failsafe, in words."""
    part = device.board.partition("firmware")
    ends_in_failsafe(device, r"knit: flash: .*hides the device below firmware",
                     append=f"mtdparts={device.board.master}:{part.size:#x}@{part.offset:#x}"
                     "(firmware)")


@HIDDEN
def test_rom_by_name(device):
    """Without rootfs_data changes go to RAM."""
    device.make()
    before = device.read()
    with device.power_on(append=layout(device, rootfs="rootfs")) as machine:
        console = machine.boot()
        assert re.search(r"knit: overlay: RAM, rootfs_data: not there", console)
        assert overlay_source(machine) == "overlayfs:/tmp/root"
        machine.quit()
    assert device.read() == before


@HIDDEN
def test_rom_and_overlay_by_name(device):
    tree = {"upper/etc/mine": "from before\n", "work/x": "", ".fs_state": "->2"}
    device.make(overlay=jffs2(device.board, device.folder, tree))
    append = layout(device, rootfs="rootfs", rootfs_data="rootfs_data")
    with device.power_on(append=append) as machine:
        machine.boot()
        assert machine.shell("cat /etc/mine") == "from before"
