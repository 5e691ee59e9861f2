# SPDX-License-Identifier: GPL-2.0-only
"""The writable half on each file system that knit knows: what is written stays, what it can do."""
import subprocess

import pytest

from device import every_board
from knitlib import artefacts, image
from knitlib.disk import ext4, gpt_disk
from test_life import overlay_source

MIB = 1024 * 1024
UBI = pytest.mark.variant("ubi")
# Three things overlayfs needs more for than plain files (RENAME_EXCHANGE, RENAME_WHITEOUT)
OPERATIONS = {
    "rename a file of the ROM": "mv /etc/hosts /etc/hosts.old",
    "rmdir of a folder whose files were deleted": "rm /etc/init.d/rcS && rmdir /etc/init.d",
    "mkdir of a removed folder": "rmdir /mnt && mkdir /mnt",
}


def blob_of(command, folder, size=0):
    """What a program wrote to the file that is its last argument."""
    out = folder / "fs.img"
    with out.open("wb") as file:
        file.truncate(size)
    subprocess.run([*map(str, command), out], check=True, stdout=subprocess.DEVNULL)
    return out.read_bytes()


def ubi_volume(folder, erase):
    """An empty volume rootfs_data: the kernel makes a UBIFS of it when it is mounted."""
    recipe = folder / "ubi.ini"
    recipe.write_text("[rootfs_data]\nmode=ubi\nvol_id=0\nvol_type=dynamic\n"
                      f"vol_name=rootfs_data\nvol_size={30 * erase}\n")
    return blob_of(["/usr/sbin/ubinize", "-p", erase, "-m", 1, recipe, "-o"], folder)


def on_ubi(device, rootfs=None):
    """Partitions as the kernel has them; the ROM in one, UBI in the other. Their mtdparts=."""
    erase = device.board.erase
    rootfs = (rootfs or artefacts.rootfs(device.board.cpu)).read_bytes()
    begin = device.board.partition("firmware").offset   # -kernel puts code into the first block
    size = image.round_up(len(rootfs), erase)
    device.edit(0, b"\xff" * device.board.flash_size)
    device.edit(begin, rootfs)
    device.edit(begin + size, ubi_volume(device.folder, erase))
    return f"mtdparts={device.board.master}:{size}@{begin}(rootfs),-(ubi)"


def on_disk(device, kind, rootfs=None):
    data = ext4() if kind == "ext4" else blob_of(["/usr/sbin/mkfs.f2fs", "-q"], device.folder,
                                                 64 * MIB)
    rootfs = (rootfs or artefacts.rootfs(device.board.cpu)).read_bytes()
    device.edit(0, gpt_disk([("rootfs", rootfs), ("rootfs_data", data)]))


def writes_stay(device, kind, append=""):
    with device.power_on(append=append) as machine:
        console = machine.boot()
        assert f"knit: overlay: {kind} on rootfs_data" in console
        assert overlay_source(machine) == "overlayfs:/overlay"
        assert machine.shell("grep ' /overlay ' /proc/mounts | cut -d' ' -f3") == kind
        assert machine.shell("readlink /overlay/.fs_state") == "1"
        machine.shell("knit done; echo kept > /etc/mine; echo x >> /etc/profile; sync")
        machine.reset()
        machine.boot()
        assert machine.shell("cat /etc/mine") == "kept"
        assert machine.shell("readlink /overlay/.fs_state") == "2"
        machine.shell("echo again >> /etc/mine; sync")
        machine.quit()
    with device.power_on(append=append) as machine:
        machine.boot()
        assert machine.shell("cat /overlay/upper/etc/mine") == "kept\nagain"
        assert machine.shell("tail -n 1 /etc/profile") == "x"
        return all_work(machine)


def outcomes(machine):
    """{operation: its words if it failed, or nothing}"""
    return {name: machine.shell(f"{{ {command}; }} 2>&1; :")
            for name, command in OPERATIONS.items()}


def all_work(machine):
    assert not any(outcomes(machine).values())
    assert machine.shell("cat /etc/hosts.old").endswith("localhost")
    machine.shell("! ls /etc/hosts /etc/init.d 2>/dev/null; ls -d /mnt")


@every_board("x86")
@pytest.mark.parametrize("kind", ["ext4", "f2fs"])
def test_disk(device, kind):
    on_disk(device, kind)
    writes_stay(device, kind)


@UBI
def test_ubifs(device):
    writes_stay(device, "ubifs", append=on_ubi(device))


@every_board("malta-le", "malta")
@pytest.mark.sample(1)
def test_what_jffs2_cannot_do(device):
    """A vanilla jffs2 has neither of the two renames. In RAM before, the same works."""
    with device.power_on() as machine:
        machine.boot()
        all_work(machine)
        machine.reset()
        machine.boot()
        machine.shell("knit done", timeout=300)
        machine.reboot()
        assert overlay_source(machine) == "overlayfs:/overlay"
        for name, words in outcomes(machine).items():
            assert words.endswith("Invalid argument"), f"{name}: {words}"
        machine.shell("ls /etc/hosts && ls -d /etc/init.d && ! ls -d /mnt 2>/dev/null")
