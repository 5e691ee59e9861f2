# SPDX-License-Identifier: GPL-2.0-only
"""The power is pulled while the flash is written: the next start finds the one state or the other.

The board writes once. What its flash held at each moment follows from QEMU's list of all changes,
the last of which is torn; then a board is switched on with that.
"""
import os
import random

import pytest

from device import NOR, every_board
from sampling import FULL
from storage import archive, configured
from test_life import jffs2, overlay_source
from test_power_cut import cleanmarker
from writers import LISTING, REPORTED

CUTS = 50 if FULL else 5
# what a person has configured: many small files, and one that takes some blocks
OWN = {f"etc/own/{name}": f"{name}\n" * (name + 1) for name in range(40)}
OWN["etc/own/large"] = random.Random(0).randbytes(150000).hex()
SHOW = "cd /etc/own 2>/dev/null && md5sum * || echo nothing; cd /"


def starts(device, chip, begin=0, complete=None):
    """Switch on with what each cut leaves: (machine, whether all was @complete: changes, before).

    One of the cuts is none: the flash as it is in the end.
    """
    lot = random.Random(os.environ["KNIT_SEED"] + device.folder.name)
    for number in [*chip.moments(CUTS - 1, lot, begin), len(chip.changes)]:
        device.flash = device.folder / f"cut-{number}"
        device.flash.write_bytes(chip.cut(number, lot))
        print(f"the power goes in change {number} of {len(chip.changes)}, {chip.name(number)}")
        with device.power_on() as machine:
            machine.boot()
            yield machine, complete is not None and number >= complete
        device.flash.unlink()


def can_be_used(machine):
    """The flash is the overlay, or can be had for it."""
    in_ram = overlay_source(machine) == "overlayfs:/tmp/root"
    machine.shell("echo again > /etc/mine")
    said = machine.shell("knit done", timeout=300)
    assert (REPORTED if in_ram else "marked as good") in said
    machine.shell("sync")
    machine.reset()
    machine.boot()
    assert machine.shell("cat /etc/mine") == "again"


@every_board(*NOR)
@pytest.mark.sample(1)
def test_first_boot(device):
    """It changes nothing on a fresh flash; where it makes its folders, they can be made again."""
    with device.power_on() as machine:
        machine.boot()
        machine.quit()
        assert not machine.chip.changes
    blocks = device.parts()["rootfs_data"][1] // device.board.erase
    device.make(overlay=cleanmarker(device.board) * blocks)
    with device.power_on() as machine:
        machine.boot()
        machine.shell("sync")
        machine.quit()
        chip = machine.chip
    for again, _ in starts(device, chip):
        assert overlay_source(again) == "overlayfs:/overlay"
        assert again.shell("readlink /overlay/.fs_state; echo x > /etc/x") == "1"


def test_done(router):
    """All that was changed or nothing of it; all, once it is reported."""
    with router.power_on() as machine:
        machine.boot()
        machine.shell("changes")
        assert REPORTED in machine.shell("knit done", timeout=300)
        reported = machine.chip.follow()
        complete = machine.shell(LISTING)
        machine.quit()
        chip = machine.chip
    fresh = None
    for again, kept in starts(router, chip, complete=reported):
        found = again.shell(LISTING)
        if found == complete:
            assert again.shell("readlink /overlay/.fs_state") in ("1", "2")
            continue
        fresh = fresh or found
        assert not kept and found == fresh and "/etc/mine" not in found, "half of it"
        can_be_used(again)


@pytest.mark.profile("full")
def test_restore(device):
    """The archive stays until all of it is there."""
    configured(device, {}, overlay=jffs2(device.board, device.folder,
                                         {"sysupgrade.tgz": archive(OWN)}))
    with device.power_on() as machine:
        assert "knit: restore: the saved configuration is back" in machine.boot()
        complete = machine.shell(f"sync; {SHOW}")
        assert complete.count("\n") == len(OWN) - 1
        machine.quit()
        chip = machine.chip
    for again, _ in starts(device, chip):
        assert again.shell(SHOW) == complete
        again.shell("! ls /sysupgrade.tgz /overlay/sysupgrade.tgz 2>/dev/null")


@pytest.mark.profile("full")
def test_firstboot(device):
    """The old configuration or none; none, once firstboot has said so."""
    tree = {f"upper/{path}": text for path, text in OWN.items()}
    configured(device, {}, overlay=jffs2(device.board, device.folder,
                                         {**tree, "work/x": "", ".fs_state": "->2"}))
    with device.power_on() as machine:
        machine.boot()
        before = machine.shell(SHOW)
        assert before.count("\n") == len(OWN) - 1
        begin = machine.chip.follow()
        machine.shell("knit firstboot -y")
        marked = machine.chip.follow()
        assert "rootfs_data was reset" in machine.reboot()
        machine.quit()
        chip = machine.chip
    for again, gone in starts(device, chip, begin, complete=marked):
        assert again.shell(SHOW) in (["nothing"] if gone else ["nothing", before])
        can_be_used(again)
