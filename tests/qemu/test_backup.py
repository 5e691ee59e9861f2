# SPDX-License-Identifier: GPL-2.0-only
"""`knit backup`: the configuration that lies on the flash, taken along to a fresh one."""
import base64
import io
import tarfile

import pytest

from knitlib import disk as disks
from storage import UUID, configured, disk, drives, section
from test_life import jffs2

pytestmark = pytest.mark.profile("full")

FSTAB = section("mount", uuid=UUID, target="/overlay")
# What a person does to the flash before there is a disk
CONFIGURE = ("echo internal > /etc/mine; chown 12:34 /etc/mine; chmod 640 /etc/mine;"
             "ln -s mine /etc/link; mkdir -p '/etc/a b/.c'; echo x > '/etc/a b/.c/-d e';"
             "echo 'x:x:1001:1001::/:/bin/false' >> /etc/passwd; rm /etc/hosts;"
             "mkdir /root/keys /srv; echo k > /root/keys/k; echo s > /srv/s; echo n > /root/not;"
             "printf '# a comment\\n/root/keys\\n' > /etc/sysupgrade.conf")
SAVED = {"etc/mine", "etc/link", "etc/a b/.c/-d e", "etc/passwd", "etc/config/fstab",
         "etc/sysupgrade.conf", "root/keys/k", "srv/s"}


def system(device, files=None, overlay=None):
    rom = {"/lib/upgrade/keep.d/base": "/srv/\n/opt\n", **(files or {})}
    if not device.board.has_disk:
        return configured(device, rom, overlay=overlay)
    configured(device, rom)     # for its root file system
    rootfs = (device.folder / "own.squashfs").read_bytes()
    device.edit(0, disks.x86_disk(rootfs, overlay))
    return device


def saved_while_external(device):
    """The archive that is made while a disk is the writable half, which has other files."""
    path = disk(device.folder, "ext4")
    fstab = FSTAB.encode("unicode_escape").decode()     # a shell completes what a tab follows
    with device.power_on() as machine:
        machine.boot()
        machine.shell("knit done", timeout=90)
        machine.shell(f'{CONFIGURE}; mkdir /etc/config; printf "{fstab}" > /etc/config/fstab; sync')
        machine.quit()
    with device.power_on(extra=drives(path)) as machine:
        assert "knit: extroot: ext4 on /dev/vd" in machine.boot()
        machine.shell("! ls /etc/mine 2>/dev/null && echo external > /etc/mine && "
                      "echo external > /etc/other && mkdir -p /srv && echo external > /srv/other")
        machine.shell("knit backup /tmp/saved.tgz")
        return base64.b64decode(machine.shell("base64 /tmp/saved.tgz"))


def with_archive(device, archive):
    """A writable half as sysupgrade leaves it: nothing but the archive."""
    if not device.board.has_disk:
        return jffs2(device.board, device.folder, {"sysupgrade.tgz": archive})
    folder = device.folder / "disk"
    folder.mkdir()
    (folder / "sysupgrade.tgz").write_bytes(archive)
    return disks.ext4(files=folder)


@pytest.mark.parametrize("board", [
    "x86", pytest.param("malta-le", marks=pytest.mark.variant("storage"))], indirect=True)
def test_backup(device):
    """Of the internal overlay, while an external one is in use; restored on a fresh flash."""
    archive = saved_while_external(system(device))
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        assert {member.name for member in tar} == SAVED
        mine = tar.getmember("etc/mine")
        assert (mine.uid, mine.gid, mine.mode) == (12, 34, 0o640)
        assert tar.extractfile(mine).read() == b"internal\n"
    new_user = {"/etc/passwd": "root:x:0:0:root:/root:/bin/sh\nn:x:1002:1002::/:/bin/false\n"}
    system(device, new_user, with_archive(device, archive))
    with device.power_on() as machine:
        assert "knit: restore: the saved configuration is back" in machine.boot()
        assert machine.shell("cat /etc/link '/etc/a b/.c/-d e' /root/keys/k /srv/s").split() == \
            ["internal", "x", "k", "s"]
        assert machine.shell("stat -c '%u %g %a' /etc/mine") == "12 34 640"
        assert machine.shell("cut -d: -f1 /etc/passwd").split() == ["root", "nobody", "x", "n"]
        machine.shell("! ls /etc/other /srv/other /root/not /sysupgrade.tgz 2>/dev/null")


def test_without_a_name_nothing_is_written(device):
    system(device)
    with device.power_on() as machine:
        machine.boot()
        assert "which file" in machine.shell("knit backup 2>&1; [ $? = 1 ]")
        machine.shell("echo x > /etc/mine; knit backup /tmp/saved.tgz")
        assert machine.shell("tar -tzf /tmp/saved.tgz") == "etc/mine"
        machine.shell("! knit backup /nowhere/file 2>/dev/null")
