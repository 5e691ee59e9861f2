# SPDX-License-Identifier: GPL-2.0-only
"""Kernels whose drivers are modules: Debian's own for malta, and virt-arm64 with ours.

Debian's has squashfs, overlayfs, ext4 and all of virtio as modules, which lie beside knit in an
initramfs; the root and the overlay are on a virtio disk, since malta's flash has no driver there.
"""
import lzma
import re

import pytest

from device import cpio, every_board
from knitlib import artefacts, boards, disk, qemu
from knitlib.machine import Machine

STOCK = ("crc32c_generic", "virtio_pci", "virtio_blk", "squashfs", "overlay", "ext4")
ARM64 = every_board("virt-arm64")
OURS = pytest.mark.variant("modules")


def release(kernels):
    return next((kernels / "lib/modules").iterdir())


def needed(folder, names):
    """The files of modules and of all that they depend on, by depmod's index."""
    lines = [line.split() for line in (folder / "modules.dep").read_text().splitlines()]
    files = set()
    for first, *others in lines:
        name = first.split("/")[-1].split(".")[0].replace("-", "_")
        if name in names:
            files |= {first.rstrip(":"), *others}
    assert len(files) >= len(names)
    return sorted(files)


def stock_initrd(kernels, folder, lists, names=STOCK):
    """knit, its modules as Debian has them, the whole index, and the lists of what to load."""
    tree = folder / "initrd"
    modules = release(kernels)
    there = tree / "lib/modules" / modules.name
    for name in ("modules.dep", "modules.builtin", *needed(modules, names)):
        (there / name).parent.mkdir(parents=True, exist_ok=True)
        (there / name).write_bytes((modules / name).read_bytes())
    for name, text in lists.items():
        (tree / "etc/modules-boot.d").mkdir(parents=True, exist_ok=True)
        (tree / "etc/modules-boot.d" / name).write_text(text)
    (tree / "init").write_bytes(artefacts.knit("mipsel").read_bytes())
    (tree / "init").chmod(0o755)
    return cpio(tree, folder / "initrd.cpio")


def stock(folder, lists, append=""):
    """A malta with Debian's kernel and a GPT disk."""
    kernels = artefacts.script("stock-kernel")
    image = folder / "disk.img"
    squashfs = artefacts.rootfs("mipsel").read_bytes()
    image.write_bytes(disk.gpt_disk([("rootfs", squashfs), ("rootfs_data", disk.ext4())]))
    extra = ["-drive", f"if=none,id=disk,format=raw,file={image}",
             "-device", "virtio-blk-pci,drive=disk"]
    return Machine(qemu.Start(boards.find("malta-le"), None, kernels / "kernel",
                              stock_initrd(kernels, folder, lists), append, False, extra))


def test_debian_kernel(tmp_path):
    """It boots to the real init, with the overlay on ext4, which is there the next time."""
    lists = {"20-disk": "ext4\nsquashfs\noverlay\n",
             "10-root": "# what ext4 asks for later\ncrc32c-generic\nvirtio-pci\nvirtio_blk\n"}
    with stock(tmp_path, lists) as machine:
        console = machine.boot()
        assert "knit: overlay: ext4 on rootfs_data" in console
        assert "modules: " not in console.replace("ok modules", ""), "nothing failed"
        loaded = machine.shell("cut -d' ' -f1 /proc/modules").split()
        assert set(STOCK) <= set(loaded) and {"jbd2", "crc16", "virtio_ring"} <= set(loaded)
        machine.shell("echo kept > /etc/mine; sync")
        machine.reset()
        machine.boot()
        assert machine.shell("cat /etc/mine") == "kept"
