# SPDX-License-Identifier: GPL-2.0-only
"""What is around a kernel: uImage, FIT, a device tree behind a zImage."""
import lzma
import shutil
import subprocess

import pytest

from badkernels import Elf
from device import every_board
from kexecing import (KERNEL, OF_INITRD, SAYS_INITRD, initrd, installed, kernel, running_tree,
                      starts, unpacking)
from knitlib import dtb, image

pytestmark = pytest.mark.profile("full")
BOARDS = ("malta-le", "malta", "virt-arm", "virt-arm64", "virt-riscv64")
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
            arch = "%(arch)s";
            compression = "%(compression)s";
            load = <%(load)#x>;
            entry = <%(entry)#x>;
            hash-1 {
                algo = "crc32";
            };
        };
        fdt-1 {
            data = /incbin/("tree");
            type = "flat_dt";
            arch = "%(arch)s";
            compression = "none";
        };
        ramdisk-1 {
            data = /incbin/("ramdisk");
            type = "ramdisk";
            os = "linux";
            arch = "%(arch)s";
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
            %(fdt)s
            ramdisk = "ramdisk-1";
        };
    };
};
"""


def tree(device):
    """A device tree that can be told from the one that the firmware has given."""
    path = device.folder / "tree"
    if device.board.name in dtb.BOARDS:
        shutil.copy(dtb.make(device.board), path)
    else:       # the firmware keeps a part of the memory, and says so in no other tree
        with device.make().power_on() as machine:
            machine.boot()
            path.write_bytes(running_tree(machine))
    subprocess.run(["fdtput", "-t", "s", path, "/", "model", MODEL], check=True)
    return path.read_bytes()


def raw(device):
    """(what a MIPS kernel is in memory, where that belongs, its entry): a vmlinux.bin."""
    vmlinux = device.kernels / "vmlinux"
    output = device.folder / "vmlinux.bin"
    subprocess.run([f"{device.board.cross}objcopy", "-O", "binary", "-R", ".reginfo", vmlinux,
                    output], check=True)
    file = Elf(vmlinux.read_bytes())
    return output.read_bytes(), file.get("paddr", file.load), file.get("entry")


def fit(device, *options, inside=None, compression="none"):
    """Kernel, tree and initrd in one file; a MIPS kernel of malta's has its own tree built in.

    @inside: the kernel, and @compression: what is said of it.
    """
    arch = device.board.kernel_arch
    load = entry = 0x40200000       # of no use to a kernel that says where it belongs
    if arch == "mips":
        content, load, entry = raw(device)
        (device.folder / "tree").write_bytes(b"")
    else:
        content = kernel(device)
        tree(device)
    (device.folder / "kernel").write_bytes(inside or content)
    (device.folder / "ramdisk").write_bytes(initrd(device))
    (device.folder / "image.its").write_text(ITS % {
        "arch": arch, "compression": compression, "load": load, "entry": entry,
        "fdt": "" if arch == "mips" else 'fdt = "fdt-1";'}, encoding="ascii")
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


@every_board(*BOARDS)
@pytest.mark.parametrize("options", [(), ("-E",)], ids=["inside", "behind"])
@pytest.mark.sample(1)
def test_fit(device, options):
    """The default configuration: kernel, tree and initrd, in the tree or behind it."""
    console, model = started(device, fit(device, *options), {OF_INITRD: SAYS_INITRD})
    assert "chosen by the initrd" in console
    assert (model == MODEL) == (device.board.kernel_arch != "mips")


@every_board("malta-le", "malta")
@pytest.mark.sample(1)
def test_fit_that_is_no_kernel_yet(device):
    """Compressed, as OpenWrt's, or another CPU's: refused; one that unpacks itself starts."""
    packed = fit(device, inside=lzma.compress(bytes(4096), lzma.FORMAT_ALONE), compression="lzma")
    good = fit(device, inside=unpacking(device))
    other = fit(device, inside=bytes(4096)).replace(b"mips", b"m68k")
    installed(device, {"/boot/packed": packed, "/boot/other": other, KERNEL: good,
                       OF_INITRD: SAYS_INITRD}, with_kernel=False)
    with device.power_on() as machine:
        machine.boot()
        for name, why in (
                ("packed", "FIT: compressed: refused: damaged or wrong contents"),
                ("other", "/boot/other: not a program for this machine")):
            said = machine.shell(f"knit kexec /boot/{name} 2>&1; echo =$?")
            assert said == f"knit: kexec: {why}\n=1"
        assert machine.shell("cat /sys/kernel/kexec_loaded") == "0"
        assert "chosen by the initrd" in starts(machine, KERNEL)


@every_board(*BOARDS)
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
