# SPDX-License-Identifier: GPL-2.0-only
"""A MIPS board whose kernel is told all by a device tree (UHI): Boston, with its root in RAM."""
import dataclasses
import os
import shutil

import pytest

from device import cpio
from kexecing import KERNEL, differences, given, starts
from knitlib import boards, qemu
from knitlib.machine import Machine
from storage import full_options
from test_kexec import refused

pytestmark = [pytest.mark.profile("full"), pytest.mark.variant("uhi")]
INITRD = "/boot/initrd"
INITRD_AT = 128 << 20       # QEMU has no -initrd for this board
BOSTON = dataclasses.replace(boards.find("malta-le"), name="boston", qemu="qemu-system-mips64el",
                             machine=("-M", "boston", "-cpu", "P5600"), memory=1024)


def system(device, tree):
    """A cpio with a system, a kernel and the same system again for that one."""
    # that CPU has no MIPS16e
    knit = device.knit_with(**full_options(), MIPS16="n", KEXEC_UHI="y")
    (tree / "sbin/knit").write_bytes(knit)
    second = cpio(tree, device.folder / "second.cpio")
    (tree / "boot").mkdir()
    shutil.copy(device.kernel, tree / KERNEL.lstrip("/"))
    shutil.copy(second, tree / INITRD.lstrip("/"))
    return cpio(tree, device.folder / "first.cpio")


def power_on(device, initrd):
    """A Machine, whose kernel QEMU starts by UHI, too."""
    # its CPU has the other NaNs than programs of mips32r2 have
    words = (f"knit.window=0 ieee754=relaxed first=1 rd_start={INITRD_AT | 0x80000000:#x} "
             f"rd_size={os.path.getsize(initrd):#x}")
    return Machine(qemu.Start(BOSTON, None, device.kernel, append=words, extra=[
        "-device", f"loader,file={initrd},addr={INITRD_AT:#x},force-raw=on"]))


def told(machine):
    """What the kernel was given, the memory with the tree and the copy that it keeps of that:
    QEMU's has 2 MiB, most of them empty.
    """
    found = given(machine)
    found.total += 2 * int(machine.shell("wc -c </sys/firmware/fdt")) // 1024
    return found


def test_this_tree(device, tree):
    """Another kernel gets the running one's, as that got it; without one it is not started."""
    with power_on(device, system(device, tree)) as machine:
        machine.boot()
        direct = told(machine)
        assert "img,boston" in direct.tree
        machine.shell("mount -t tmpfs none /sys/firmware")
        refused(machine, KERNEL, "no tree")
        machine.shell("umount /sys/firmware")
        starts(machine, f"{KERNEL} --initrd {INITRD} --append second=1")
        assert differences(direct, told(machine), "second=1") == []


def test_another_tree(device, tree):
    """A device tree of its own."""
    with power_on(device, system(device, tree)) as machine:
        machine.boot()
        direct = told(machine)
        machine.shell("sed 's/boston-lcd/knitty-lcd/' </sys/firmware/fdt >/tmp/dtb")
        starts(machine, f"{KERNEL} --initrd {INITRD} --dtb /tmp/dtb --append second=1")
        direct.tree = direct.tree.replace("boston-lcd", "knitty-lcd")
        now = told(machine)
        assert "knitty" in now.tree
        assert differences(direct, now, "second=1") == []
