# SPDX-License-Identifier: GPL-2.0-only
"""A kernel that the board names: where nobody else does."""
import re
import shutil
import subprocess

import pytest

from device import cpio, every_board
from kexecing import KERNEL, STARTED, installed
from knitlib import artefacts
from storage import section

pytestmark = pytest.mark.profile("full")
DESCRIPTOR = {"malta-le": "malta", "malta": "malta", "virt-arm": "virt-arm",
              "virt-arm64": "virt-arm"}


def own_knit(device):
    """A cpio with the knit of somebody whose descriptor names a kernel."""
    copy = device.folder / "knit"
    shutil.copytree(artefacts.ROOT, copy, symlinks=True,
                    ignore=shutil.ignore_patterns("build", ".git", "__pycache__"))
    descriptor = copy / "boards" / f"{DESCRIPTOR[device.board.name]}.c"
    text, changed = re.subn(r"(static const struct board board_\w+ = \{\n)",
                            rf'\1\tBOARD_KERNEL("{KERNEL}")\n', descriptor.read_text())
    assert changed == 1
    descriptor.write_text(text)
    out = device.folder / "out"
    subprocess.run(["make", "-C", copy, f"O={out}", f"CPU={device.board.cpu}", "PROFILE=full",
                    "all"], check=True, stdout=subprocess.DEVNULL)
    tree = device.folder / "init"
    tree.mkdir()
    shutil.copy(out / "knit", tree / "init")
    return cpio(tree, device.folder / "init.cpio")


@every_board(*DESCRIPTOR)
@pytest.mark.sample(1)
def test_named_by_the_board(device):
    """Once; not if the command line names another one, which is not there."""
    installed(device, {"/etc/config/knit": section("kexec", append="second=1")})
    init = own_knit(device)
    with device.power_on(initrd=init) as machine:
        console = machine.boot()
        assert len(re.findall(STARTED, console)) == 2
        assert machine.shell("cat /proc/cmdline").split()[-1] == "second=1"
    with device.power_on(initrd=init, append="knit.kexec=/boot/none") as machine:
        console = machine.boot()
        assert len(re.findall(STARTED, console)) == 1
        assert "knit: kexec: /boot/none: not found" in console
