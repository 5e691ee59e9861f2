# SPDX-License-Identifier: GPL-2.0-only
"""firstboot: what the flash holds afterwards is what the factory has put there."""
import base64
import random

import pytest

from device import every_board
from storage import UUID, configured, disk, drives, full_knit, section
from test_life import jffs2
from test_overlay_types import on_disk, on_ubi

pytestmark = pytest.mark.profile("full")
LITTER = ("mkdir -p /.hidden/deep/deeper /opt && echo x > /.hidden/deep/deeper/file && "
          "rm /etc/hosts && ln -s /nowhere /link && echo y > /opt/.dot && "
          "dd if=/dev/urandom of=/big bs=1k count=100 2>/dev/null; sync")


def in_use(device):
    """A flash that holds the same litter, but for the deleted file."""
    tree = {"upper/.hidden/deep/deeper/file": "x\n", "upper/opt/.dot": "y\n", ".fs_state": "->2",
            "upper/link": "->/nowhere", "upper/big": random.Random(0).randbytes(100000),
            "work/x": ""}
    return configured(device, {}, overlay=jffs2(device.board, device.folder, tree))


def rootfs_data(device):
    offset, size = device.parts()["rootfs_data"]
    return device.read()[offset:offset + size]


def other_blocks(device, fresh):
    """Numbers of the erase blocks that are not as they were: pytest would show every byte."""
    now, size = rootfs_data(device), device.board.erase
    return [at // size for at in range(0, len(fresh), size)
            if now[at:at + size] != fresh[at:at + size]]


def test_flash_in_use(device):
    """Marked now, erased by the next boot before it is used; then it is as from the factory."""
    configured(device, {})
    fresh = rootfs_data(device)
    with device.power_on() as machine:
        machine.boot()
        machine.shell("knit done", timeout=90)
        machine.shell(LITTER)
        machine.reboot()
        assert "overlayfs:/overlay" in machine.shell("cat /proc/mounts")
        machine.shell("cat /.hidden/deep/deeper/file /opt/.dot && ! ls /etc/hosts 2>/dev/null")
        machine.shell("ln -s /sbin/knit /tmp/firstboot")
        machine.type("/tmp/firstboot -y -r")
        assert "knit: overlay: RAM, rootfs_data was reset" in machine.boot()
        machine.shell("ls -a / | grep -q hidden; [ $? = 1 ] && ls /etc/hosts")
        machine.quit()
    assert not other_blocks(device, fresh)


def test_nothing_without_assent(device):
    with in_use(device).power_on() as machine:
        machine.boot()
        for answer in ("", "n", "no"):
            said = machine.shell(f"echo '{answer}' | knit firstboot 2>&1; echo $?")
            assert said.split("\n")[-1] == "1" and "nothing was erased" in said
        assert machine.shell("readlink /overlay/.fs_state") == "2"
        assert "from the next boot on" in machine.shell("echo y | knit firstboot")
        assert machine.shell("readlink /overlay/.fs_state; cat /opt/.dot") == "3\ny"


def test_flash_not_in_use(device):
    """From failsafe, or with the overlay in RAM: at once."""
    configured(device, {})
    fresh = rootfs_data(device)
    with in_use(device).power_on(append="failsafe=") as machine:
        machine.expect("knit: failsafe")
        machine.prompt()
        assert machine.shell("knit firstboot -y", timeout=60).endswith("done")
        machine.quit()
    assert not other_blocks(device, fresh)


def test_the_archive_is_kept(device):
    """-k: all goes but what sysupgrade has saved, which the next boot restores."""
    with in_use(device).power_on() as machine:
        machine.boot()
        machine.shell("echo kept > /etc/kept && tar -C / -czf /sysupgrade.tgz etc/kept && "
                      "knit firstboot -y -k")
        assert "knit: restore: the saved configuration is back" in machine.reboot()
        assert machine.shell("cat /etc/kept") == "kept"
        machine.shell("! ls /.hidden /opt /link /big 2>/dev/null")


def contents(machine):
    """All that lies in the writable file system: what, whose, with which rights."""
    return machine.shell("cd /overlay; find . -exec stat -c '%n %F %u %g %a' {} + | sort; "
                         "readlink .fs_state; cd /")


def like_a_fresh_one(device, append=""):
    """No file is left, whatever its name, whether the file system was in use or not."""
    with device.power_on(append=append) as machine:
        machine.boot()
        fresh = contents(machine)
        assert len(fresh.split("\n")) < 9 and fresh.endswith("\n1")
        machine.shell(f"knit done; {LITTER}; mkdir -p '/.-x' /..y && touch '/.-x/.,z'; "
                      "mkdir /overlay/more && knit firstboot -y")
        assert "..y" in contents(machine)
        machine.reboot()
        assert contents(machine) == fresh
        machine.shell(f"{LITTER}; knit done")
        assert contents(machine) != fresh
        machine.quit()
    with device.power_on(append=f"failsafe= {append}") as machine:
        machine.expect("knit: failsafe")
        machine.prompt()
        assert machine.shell("knit firstboot -y", timeout=60).endswith("done")
        machine.quit()
    with device.power_on(append=append) as machine:
        machine.boot()
        assert contents(machine) == fresh
        machine.shell("ls -a / | grep -q hidden; [ $? = 1 ] && ls /etc/hosts")


@every_board("x86")
@pytest.mark.parametrize("target", ["/overlay", "/"])
def test_external_root_in_use(device, tree, target):
    """The flash is what is reset, so the disk is not used any more; it keeps what is on it."""
    on_disk(device, "ext4", full_rom(device))
    fstab = (section("global", delay_root=1) + section("mount", uuid=UUID, target=target)).encode()
    (tree / "sbin/knit").write_bytes(full_knit(device))
    extra = drives(disk(device.folder, "ext4", tree=tree))
    with device.power_on(extra=extra) as machine:
        machine.boot()
        fresh = contents(machine)
        machine.shell("knit done; mkdir -p /etc/config; "
                      f"echo {base64.b64encode(fstab).decode()} | base64 -d > /etc/config/fstab")
        assert f"as {target}\r" in machine.reboot()
        assert machine.shell("knit done") == "marked as good"
        assert machine.shell("echo mine > /etc/mine; knit firstboot -y").endswith("next boot on")
        assert "knit: extroot" not in machine.reboot()
        assert contents(machine) == fresh
        machine.shell("! ls /etc/config/fstab /etc/mine 2>/dev/null; mkdir /tmp/x; "
                      "mount /dev/vda /tmp/x && cat /tmp/x/etc/mine /tmp/x/upper/etc/mine "
                      "2>/dev/null | grep mine")


def full_rom(device):
    return device.rootfs({"/sbin/knit": full_knit(device)}, with_knit=False)


@every_board("x86")
@pytest.mark.parametrize("kind", ["ext4", "f2fs"])
def test_disk(device, kind):
    on_disk(device, kind, full_rom(device))
    like_a_fresh_one(device)


@pytest.mark.variant("ubi")
def test_ubifs(device):
    like_a_fresh_one(device, append=on_ubi(device, full_rom(device)))
