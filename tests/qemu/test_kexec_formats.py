# SPDX-License-Identifier: GPL-2.0-only
"""What is around a kernel: uImage, FIT, a device tree behind a zImage."""
import shutil
import subprocess

import pytest

from device import every_board
from kexecing import KERNEL, OF_INITRD, SAYS_INITRD, initrd, installed, kernel, starts, unpacking
from knitlib import dtb, image

pytestmark = pytest.mark.profile("full")
MODEL = "knit's own"

ITS = """/dts-v1/;
/ {
    description = "all in one";
    #address-cells = <1>;
    images {
        kernel-1 {
            data = /incbin/("kernel");
            type = "kernel";
            os = "linux";
            arch = "%s";
            compression = "none";
            load = <0x40200000>;
            entry = <0x40200000>;
        };
        fdt-1 {
            data = /incbin/("tree");
            type = "flat_dt";
            arch = "%s";
            compression = "none";
        };
        ramdisk-1 {
            data = /incbin/("ramdisk");
            type = "ramdisk";
            os = "linux";
            arch = "%s";
            compression = "none";
        };
    };
    configurations {
        default = "second";
        first {
            kernel = "fdt-1";
        };
        second {
            kernel = "kernel-1";
            fdt = "fdt-1";
            ramdisk = "ramdisk-1";
        };
    };
};
"""


def tree(device):
    """A device tree that can be told from the one that the firmware has given."""
    path = device.folder / "tree"
    shutil.copy(dtb.make(device.board), path)
    subprocess.run(["fdtput", "-t", "s", path, "/", "model", MODEL], check=True)
    return path.read_bytes()


def fit(device, *options):
    """Kernel, tree and initrd in one file."""
    (device.folder / "kernel").write_bytes(kernel(device))
    (device.folder / "ramdisk").write_bytes(initrd(device))
    tree(device)
    arch = device.board.kernel_arch
    (device.folder / "image.its").write_text(ITS % (arch, arch, arch), encoding="ascii")
    subprocess.run(["mkimage", *options, "-f", "image.its", "image.itb"], check=True,
                   cwd=device.folder, stdout=subprocess.DEVNULL)
    return (device.folder / "image.itb").read_bytes()


def started(device, content, files=None):
    """The second kernel's console and the tree's model there, once with a command line."""
    installed(device, {KERNEL: content, **(files or {})}, with_kernel=False)
    with device.power_on(append="first=1") as machine:
        machine.boot()
        console = starts(machine, f"{KERNEL} --append second=1")
        words = machine.shell("cat /proc/cmdline").split()
        assert words[-1] == "second=1" and "first=1" in words
        model = machine.shell("cat /proc/device-tree/model 2>/dev/null; :")
    return console, model.rstrip("\0")


@every_board("virt-arm", "virt-arm64")
@pytest.mark.parametrize("options", [(), ("-E",)], ids=["inside", "behind"])
@pytest.mark.sample(1)
def test_fit(device, options):
    """The default configuration: kernel, tree and initrd, in the tree or behind it."""
    console, model = started(device, fit(device, *options), {OF_INITRD: SAYS_INITRD})
    assert "chosen by the initrd" in console
    assert model == MODEL


@every_board("malta-le", "malta", "virt-arm", "virt-arm64", "virt-riscv64")
@pytest.mark.sample(1)
def test_uimage(device):
    """Around what starts by itself."""
    mips = device.board.kernel_arch == "mips"
    inside = unpacking(device) if mips else kernel(device)
    _, model = started(device, image.make_uimage(device.board, inside))
    assert model != MODEL


@every_board("virt-arm")
@pytest.mark.sample(1)
def test_tree_behind_a_zimage(device):
    """As CONFIG_ARM_APPENDED_DTB has it: that one counts."""
    _, model = started(device, kernel(device) + tree(device))
    assert model == MODEL
