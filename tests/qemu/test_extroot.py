# SPDX-License-Identifier: GPL-2.0-only
"""An external root: there, late, missing, of another system, broken; in both of its forms."""
import hashlib
import re
import struct
import subprocess
from pathlib import Path

import pytest

from storage import UUID, configured, disk, drives, section, source_of
from device import every_board
from test_late_disk import plug_in
from test_life import jffs2

pytestmark = pytest.mark.profile("full")
STORAGE = pytest.mark.variant("storage")
FSTAB = "/etc/config/fstab"
FSCK = Path("/sbin/e2fsck.static")


def fstab(target="/overlay", **options):
    return {FSTAB: section("global", delay_root=options.pop("delay_root", 5)) +
            section("mount", **{"uuid": UUID, "target": target, **options})}


@STORAGE
@pytest.mark.parametrize("kind", ["ext4", "f2fs", "btrfs"])
def test_overlay(device, kind):
    """The writable half is the disk's; the flash's stays to be seen, and what was there first."""
    configured(device, fstab())
    path = disk(device.folder, kind)
    with device.power_on(extra=drives(path)) as machine:
        console = machine.boot()
        assert f"knit: extroot: {kind} on /dev/vda, as /overlay" in console
        assert source_of(machine, "/overlay") == f"/dev/vda /overlay {kind}"
        assert source_of(machine, "/") == "overlayfs:/overlay / overlay"
        machine.shell("echo kept > /etc/mine; sync")
        machine.reset()
        machine.boot()
        assert machine.shell("cat /etc/mine") == "kept"


@STORAGE
def test_whole_root(device, tree):
    """Target /: the disk's files are the root, and the ROM is to be seen in it."""
    configured(device, fstab("/", label="data", uuid=""))
    (tree / "etc/of-the-disk").write_text("yes\n")
    path = disk(device.folder, "ext4", tree=tree)
    with device.power_on(extra=drives(path)) as machine:
        assert "knit: extroot: ext4 on /dev/vda, as /" in machine.boot()
        assert source_of(machine, "/") == "/dev/vda / ext4"
        assert machine.shell("cat /etc/of-the-disk") == "yes"
        assert source_of(machine, "/rom").endswith("/rom squashfs")
        assert machine.shell("ls /rom/etc/inittab") == "/rom/etc/inittab"


@STORAGE
def test_mounted_by_a_hook(device):
    """What one has mounted in the root that is left is not there any more, which is said."""
    configured(device, fstab(), {"/etc/knit/extroot.d/mine":
               "#!/bin/sh\nmkdir -p /srv/mine\nmount -t tmpfs hook /srv/mine\n"})
    path = disk(device.folder, "ext4")
    with device.power_on(extra=drives(path)) as machine:
        console = machine.boot()
        assert "knit: extroot: /srv/mine is not mounted any more" in console
        assert "knit: extroot: ext4 on /dev/vda, as /overlay" in console
        machine.shell("! grep '^hook ' /proc/mounts")


@every_board("x86")
def test_late_device(device):
    """A disk that is plugged in while it is waited for is taken at once, not at the end."""
    configured(device, fstab(delay_root=30))
    path = disk(device.folder, "ext4")
    with device.power_on(extra=["-device", "pcie-root-port,id=plug"]) as machine:
        machine.expect("knit: overlay:")
        assert not machine.says("knit: (extroot|handover)", 3)
        plug_in(machine, path)
        assert "knit: extroot: ext4 on /dev/vdb, as /overlay" in machine.boot(timeout=60)


@STORAGE
@pytest.mark.parametrize("instead", ["", "ram"])
def test_missing_device(device, tmp_path, instead):
    """After delay_root the machine boots without: from its flash, or in RAM if so configured."""
    files = fstab(delay_root=2)
    if instead:
        files["/etc/config/knit"] = section("knit", no_root=instead)
    flash = jffs2(device.board, tmp_path, {".fs_state": "->2", "upper/etc/of-flash": "x"})
    configured(device, files, overlay=flash)
    with device.power_on() as machine:
        console = machine.boot()
        assert "knit: extroot: /overlay: not there" in console
        when = [float(re.search(rf"([0-9.]+)\] knit: {stage}:", console)[1])
                for stage in ("overlay", "extroot")]
        assert 2 <= when[1] - when[0] < 4
        wanted = "overlayfs:/tmp/root" if instead else "overlayfs:/overlay"
        assert source_of(machine, "/").startswith(wanted)
        assert ("knit: extroot: RAM, no external root" in console) == bool(instead)
        where = "/rom/overlay/upper" if instead else ""
        assert machine.shell(f"cat {where}/etc/of-flash") == "x"
        machine.shell("echo x > /etc/mine")


@STORAGE
def test_another_system(device):
    """What was made for another ROM is not laid over this one; nor is it written to."""
    configured(device, fstab())
    path = disk(device.folder, "ext4")
    with device.power_on(extra=drives(path)) as machine:
        machine.boot()
        uuid = machine.shell("cat /overlay/etc/.extroot-uuid")
        machine.shell("echo mine > /etc/mine; sync")
    configured(device, {**fstab(), "/etc/another": "system"})
    with device.power_on(extra=drives(path)) as machine:
        console = machine.boot()
        assert "knit: extroot: its .extroot-uuid is of another system: not permitted" in console
        assert source_of(machine, "/") == "overlayfs:/tmp/root / overlay"
        machine.shell("! ls /etc/mine 2>/dev/null")
        machine.shell("mkdir -p /tmp/x && mount /dev/vda /tmp/x")
        assert machine.shell("cat /tmp/x/etc/.extroot-uuid") == uuid


def uuid_of(squashfs):
    """What OpenWrt's block has written on a little-endian machine (fstools, squashfs.c)."""
    words = struct.unpack("<4I", hashlib.md5(squashfs[:96]).digest())
    return "-".join(f"{word:08x}" for word in reversed(words))


@STORAGE
@pytest.mark.parametrize("newer", [False, True])
def test_disk_of_openwrt(device, newer):
    """What it says of the ROM that it was made for is understood, and is not written anew."""
    configured(device, fstab())
    rom = (device.folder / "own.squashfs").read_bytes()
    uuid = uuid_of(rom if not newer else rom[:8] + b"\1\2\3\4" + rom[12:])   # mkfs_time
    there = device.folder / "there"
    (there / "upper/etc").mkdir(parents=True)
    (there / "etc").mkdir()
    (there / "etc/.extroot-uuid").write_text(uuid)
    (there / "upper/etc/mine").write_text("from OpenWrt\n")
    path = disk(device.folder, "ext4", tree=there)
    with device.power_on(extra=drives(path)) as machine:
        refused = "its .extroot-uuid is of another system: not permitted" in machine.boot()
        assert refused == newer
        if not newer:
            assert source_of(machine, "/") == "overlayfs:/overlay / overlay"
            assert machine.shell("cat /etc/mine") == "from OpenWrt"
            assert machine.shell("cat /overlay/etc/.extroot-uuid") == uuid


@STORAGE
def test_uuid_is_openwrts(device):
    """What is written the first time, or after a power cut has left an empty file."""
    configured(device, fstab())
    there = device.folder / "there"
    (there / "etc").mkdir(parents=True)
    (there / "etc/.extroot-uuid").write_text("")
    path = disk(device.folder, "ext4", tree=there)
    with device.power_on(extra=drives(path)) as machine:
        machine.boot()
        assert machine.shell("cat /overlay/etc/.extroot-uuid") == \
            uuid_of((device.folder / "own.squashfs").read_bytes())


def broken(path):
    """An inode that is in use and counted as free: e2fsck -p mends that."""
    for command in ("ssv free_inodes_count 3", "freei <12>", "ssv state 2"):
        subprocess.run(["/usr/sbin/debugfs", "-w", "-R", command, path], check=True,
                       stderr=subprocess.DEVNULL)


def hopeless(path):
    """An inode table that lies outside: -p leaves that to a person."""
    subprocess.run(["/usr/sbin/debugfs", "-w", "-R", "set_bg 0 inode_table 999999", path],
                   check=True, stderr=subprocess.DEVNULL)


@every_board("x86")
@pytest.mark.parametrize("damage, fsck, words", [
    (broken, True, "knit: extroot: /usr/sbin/fsck.ext4 ended with 1, ext4 on /dev/vda"),
    (broken, False, "knit: extroot: /usr/sbin/fsck.ext4: not found"),
    (hopeless, True, "knit: extroot: /usr/sbin/fsck.ext4 ended with 4, /dev/vda: refused"),
])
@pytest.mark.sample(2)
def test_check(device, tmp_path, damage, fsck, words):
    """What fsck can mend is mended; what it can't is not mounted; without it, it is said."""
    (tmp_path / "tree/upper").mkdir(parents=True)
    (tmp_path / "tree/upper/of-the-disk").write_text("yes\n")
    path = disk(device.folder, "ext4", tree=tmp_path / "tree")
    damage(path)
    programs = {"/usr/sbin/fsck.ext4": FSCK.read_bytes()} if fsck else {}
    configured(device, fstab(check_fs=1), programs)
    with device.power_on(extra=drives(path)) as machine:
        console = machine.boot()
        assert "knit: extroot: checking /dev/vda" in console
        assert words in console
        there = machine.shell("ls /of-the-disk 2>/dev/null; :")
        if fsck:    # else the kernel may give the inode away
            assert there == ("" if damage is hopeless else "/of-the-disk")
        machine.quit()
    done = subprocess.run(["/usr/sbin/e2fsck", "-f", "-n", path], check=False,
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    assert (done.returncode == 0) == (damage is broken and fsck)
