# SPDX-License-Identifier: GPL-2.0-only
"""Swap on an SD card and an external root on a USB stick, whose drivers are all modules.

A real kernel (virt-arm64) with real modules, laid down as OpenWrt's packages do: NAME.ko in one
folder, lists in /etc/modules.d with links to them in /etc/modules-boot.d.
"""
import re
import subprocess

import pytest

from device import every_board
from knitlib import artefacts
from storage import UUID, configured, disk, drives, section, source_of
from test_extroot import broken
from test_life import jffs2
from test_modules import in_one_folder, lists_in, loaded

pytestmark = [pytest.mark.profile("full"), pytest.mark.variant("modules"),
              every_board("virt-arm64")]
LISTS = {"20-lib-crc32c": "crc32c_generic\n", "25-mmc": "sdhci-pci\nmmc_block\n",
         "30-fs-ext4": "ext4\n", "50-usb": "xhci-pci\nsd_mod\nusb-storage\n"}
NAMES = {line.replace("-", "_") for text in LISTS.values() for line in text.split()}
FSTAB = {"/etc/config/fstab": section("global", delay_root=60) +
         section("swap", label="card") + section("mount", uuid=UUID, target="/overlay")}
SLOTS = ["-device", "qemu-xhci,id=usb", "-device", "sdhci-pci"]


def by_packages():
    """{path: text or ->target}: as packages that were added later leave their lists."""
    return {f"/etc/modules.d/{name}": text for name, text in LISTS.items()} | {
        f"/etc/modules-boot.d/{name}": f"->../modules.d/{name}" for name in LISTS}


def card(path):
    return ["-drive", f"if=none,id=card,format=raw,file={path}", "-device", "sd-card,drive=card"]


def plug_in(machine, path):
    """A USB stick."""
    machine.qmp.execute("blockdev-add", driver="raw", **{"node-name": "stick"},
                        file={"driver": "file", "filename": str(path)})
    machine.qmp.execute("device_add", driver="usb-storage", drive="stick", bus="usb.0")


def halves(device, where):
    """What the ROM and the overlay hold of lists and modules."""
    modules = in_one_folder(device, NAMES)
    library = {path: data for path, data in modules.items()
               if re.search(r"/(usbcore|xhci-hcd|scsi_mod|mmc_core|jbd2|libcrc\w*)\.ko", path)}
    if where == "rom":
        return modules | lists_in(LISTS), {}
    if where == "overlay":
        return {}, modules | by_packages()
    assert len(library) > 3
    return library, {path: data for path, data in modules.items()
                     if path not in library} | by_packages()


@pytest.mark.parametrize("where", ["rom", "overlay", "both"])
@pytest.mark.sample(2)
def test_stick_and_card(device, tmp_path, where):
    """The drivers are loaded before both are waited for; the stick is plugged in meanwhile."""
    rom, overlay = halves(device, where)
    upper = {f"upper{path}": data for path, data in overlay.items()}
    configured(device, FSTAB | rom,
               overlay=jffs2(device.board, tmp_path, {".fs_state": "->2"} | upper))
    swap = disk(device.folder, "swap", "card", uuid=None)
    stick = disk(device.folder, "ext4")
    with device.power_on(extra=SLOTS + card(swap)) as machine:
        machine.expect("knit: swap: /dev/mmcblk0")
        assert not machine.says("knit: (extroot|handover)", 3)
        plug_in(machine, stick)
        console = machine.boot()
        assert "knit: extroot: ext4 on /dev/sda, as /overlay" in console
        assert not re.search("knit: (modules|drivers):", machine.text()), "all were loaded"
        assert NAMES <= loaded(machine)
        assert source_of(machine, "/overlay") == "/dev/sda /overlay ext4"
        assert "/dev/mmcblk0" in machine.shell("cat /proc/swaps")


def large(folder):
    """An ext4 that counts as 1 TiB, whose check takes 23 MB of RAM, with a fault to be mended."""
    path = folder / "large.img"
    with path.open("wb") as file:
        file.truncate(1 << 40)
    subprocess.run(["/usr/sbin/mkfs.ext4", "-q", "-F", "-U", UUID, "-J", "size=4", "-O",
                    "^resize_inode", "-E", "nodiscard", path], check=True)
    broken(path)
    return path


@pytest.mark.parametrize("with_swap", [False, True])
def test_check_that_needs_swap(device, with_swap):
    """32 MB of RAM: the check ends without swap and passes with it."""
    fsck = artefacts.script("e2fsck", device.board.cpu).read_bytes()
    fstab = section("mount", uuid=UUID, target="/overlay", check_fs=1)
    if with_swap:
        fstab += section("swap", label="swap")
    lists = {"30-fs-ext4": "crc32c_generic\next4\n"}
    configured(device, in_one_folder(device, {"crc32c_generic", "ext4"}) | lists_in(lists) |
               {"/etc/config/fstab": fstab}, {"/usr/sbin/fsck.ext4": fsck})
    swap = disk(device.folder, "swap", "swap", uuid=None)
    extra = ["-m", "32", *drives(large(device.folder), swap, card="virtio-blk-device")]
    with device.power_on(extra=extra) as machine:
        console = machine.boot()
        assert "knit: extroot: checking /dev/vd" in console
        if with_swap:
            assert "fsck.ext4 ended with 1, ext4 on /dev/vd" in console
            assert re.fullmatch("/dev/vd. /overlay ext4", source_of(machine, "/overlay"))
        else:
            assert "Out of memory: Killed process" in console
            assert re.search("fsck.ext4 ended with 4, /dev/vd.: refused", console)
            assert source_of(machine, "/") == "overlayfs:/tmp/root / overlay"
