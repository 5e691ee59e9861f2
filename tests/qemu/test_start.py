# SPDX-License-Identifier: GPL-2.0-only
"""The other ways to be started: beside a real init, by init= on a read-only root, knit.off."""
import re
import subprocess

import pytest

from device import cpio, every_board
from knitlib import artefacts

SAYS_INITRAMFS = """#!/bin/sh
echo "probe: INITRAMFS=$INITRAMFS pid $$"
exec /bin/busybox init
"""


@pytest.fixture
def initrd(board, tmp_path):
    """A cpio with a userland and a real init; /init is the knit that the kernel holds."""
    tree = tmp_path / "initrd"
    subprocess.run(["unsquashfs", "-q", "-n", "-d", tree, artefacts.rootfs(board.cpu)],
                   check=True, stdout=subprocess.DEVNULL)
    (tree / "sbin/init").unlink()
    (tree / "sbin/init").write_text(SAYS_INITRAMFS)
    (tree / "sbin/init").chmod(0o755)
    return cpio(tree, tmp_path / "initrd.cpio")


@every_board("malta-le", "virt-arm64", "x86")
def test_full_initramfs_with_a_real_init(device, initrd):
    before = device.read()
    with device.power_on(initrd=initrd) as machine:
        console = machine.boot()
        assert "probe: INITRAMFS=1 pid 1" in console
        root = machine.shell("grep ' / ' /proc/mounts").split("\n")[-1].split()
        assert root[2] in ("rootfs", "tmpfs", "ramfs"), root
        machine.quit()
    assert device.read() == before


@every_board("malta-le", "x86")
def test_knit_off_beside_an_init(device, initrd):
    with device.power_on(initrd=initrd, append="knit.off") as machine:
        console = machine.boot()
        assert re.search(r"probe: INITRAMFS=1? pid 1", console)
        assert not re.search(r"knit: (flash|overlay)", console)


@every_board("x86")
@pytest.mark.variant("plain")
def test_init_on_a_squashfs_disk(device):
    with device.power_on(append="root=/dev/vda1 ro init=/sbin/knit") as machine:
        machine.boot()
        mounts = machine.shell("cat /proc/mounts")
        assert re.search(r"^overlayfs:\S+ / overlay", mounts, re.M), mounts
        assert re.search(r"^\S+ /rom squashfs ro", mounts, re.M), mounts


@every_board("malta-le")
@pytest.mark.variant("plain-nor")
def test_init_on_a_squashfs_flash(device):
    """With a kernel that splits the flash itself, by its command line."""
    parts = device.parts()
    layout = ",".join(f"{size}@{offset}({name})" for name, (offset, size) in parts.items())
    # mtdblock0 is the whole flash
    append = f"root=/dev/mtdblock2 ro init=/sbin/knit mtdparts=1e000000.flash:{layout}"
    with device.power_on(append=append) as machine:
        machine.boot()
        mounts = machine.shell("cat /proc/mounts")
        assert re.search(r"^overlayfs:\S+ / overlay", mounts, re.M), mounts
        assert re.search(r"^\S+ /rom squashfs ro", mounts, re.M), mounts


def test_command_is_no_init(device):
    """Run by hand, not as PID 1, it is a command that explains itself."""
    with device.power_on() as machine:
        machine.boot()
        assert "status" in machine.shell("knit help")
        assert re.search(r"\d", machine.shell("knit version"))
        machine.shell("! knit nonesuch")
        machine.shell("ln -s /sbin/knit /tmp/init; ! /tmp/init 2>/dev/null; :")
        assert machine.shell("echo alive") == "alive"
