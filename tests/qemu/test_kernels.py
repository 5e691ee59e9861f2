# SPDX-License-Identifier: GPL-2.0-only
"""The other series of the kernel. Each costs minutes to build, so: only if FULL=1."""
import re

import pytest

from test_life import overlay_source


def life_of(device):
    """A first boot, `knit done`, what is written stays. Returns release and mounts."""
    with device.power_on() as machine:
        assert re.search(r"Linux version \S+", machine.boot())
        release = machine.shell("uname -r")
        assert overlay_source(machine) == "overlayfs:/tmp/root"
        machine.shell("knit done", timeout=300)
        machine.reboot()
        machine.shell("echo kept > /etc/mine; sync")
        machine.reset()
        machine.boot()
        assert machine.shell("cat /etc/mine") == "kept"
        return release, machine.shell("cat /proc/1/mountinfo").split("\n")


@pytest.mark.full
@pytest.mark.linux("6.1")
def test_6_1(device):
    release, _ = life_of(device)
    assert release.startswith("6.1.")


@pytest.mark.full
@pytest.mark.linux("7.x")
def test_7_x(device):
    """There is a nullfs below the cpio's root: pivot_root leaves it, and it goes."""
    release, mounts = life_of(device)
    assert release.startswith("7.")
    points = [row.split()[4] for row in mounts]
    assert len(points) == len(set(points)), f"mounted over each other: {points}"
    kinds = [row.split(" - ")[1].split()[0] for row in mounts]
    assert "rootfs" not in kinds and "ramfs" not in kinds, mounts
