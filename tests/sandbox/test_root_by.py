# SPDX-License-Identifier: GPL-2.0-only
"""A root that is named by what is on the disk (KNIT_PROBE), and an overlay that is known by it."""
import shutil

import pytest

import sandbox
import scenarios
import variants

UUID = "c0ffee00-1234-4321-abcd-0123456789ab"
HAS_ROOT = "root: ext4 on /dev/vda1"


@pytest.fixture(scope="module", autouse=True)
def prepared():
    scenarios.prepare()
    yield
    variants.clean()


def disk(folder):
    """An ext4 with the witness as its init."""
    tree = folder / "tree"
    for name in scenarios.DIRS:
        (tree / name).mkdir(parents=True)
    shutil.copy2(sandbox.OUT / "witness", tree / "sbin/init")
    image = folder / "image"
    scenarios.tool("mkfs.ext4", "-q", "-O", "^has_journal", "-L", "the root", "-U", UUID, "-d",
                   tree, image, "4m")
    return image.read_bytes()


@pytest.mark.parametrize("root", [f"UUID={UUID}", f"UUID={UUID.upper()}", '"LABEL=the root"',
                                  "PARTNAME=rootfs", "/dev/vda1"])
def test_root(tmp_path, root):
    machine = variants.machine("root", "probe", {"dev/vda1.img": disk(tmp_path)},
                               cmdline=f"root={root} rootwait=3 ro")
    with sandbox.Sandbox(machine) as box:
        run = box.boot()
    assert run.reached() == "init" and HAS_ROOT in run.console


@pytest.mark.parametrize("root, why", [
    (f"UUID={UUID[:-1]}c", "not there"), ("LABEL=the", "not there"), ("LABEL=", "not there"),
    ("ID=3", "refused")])
def test_no_root(tmp_path, root, why):
    machine = variants.machine("root-missing", "probe", {"dev/vda1.img": disk(tmp_path)},
                               cmdline=f"root={root} rootwait=1")
    with sandbox.Sandbox(machine) as box:
        run = box.boot()
    assert run.reached() == "failsafe"
    assert f"failsafe: root: waiting for {root}, {root}: {why}" in run.console


def test_overlay():
    with sandbox.Sandbox(variants.machine("disk", "probe")) as box:
        run = box.boot()
    assert run.reached() == "init" and "overlay: ext4 on rootfs_data" in run.console
