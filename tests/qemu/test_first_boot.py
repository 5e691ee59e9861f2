# SPDX-License-Identifier: GPL-2.0-only
"""A fresh flash, booted for the first time: what the real init finds. Tests only look."""
import re

from device import NOR, every_board
from knitlib.disk import DATA_SIZE


def mounts(machine):
    """{mount point: (source, type, options)}; the last mount on a point counts."""
    rows = [line.split() for line in machine.shell("cat /proc/mounts").split("\n")]
    return {row[1]: (row[0], row[2], row[3].split(",")) for row in rows if len(row) >= 4}


@every_board(fixture="booted")
def test_shell_answers(booted):
    assert booted.shell("echo $((6 * 7))") == "42"


@every_board(fixture="booted")
def test_each_stage_has_said_one_line(booted):
    for stage in ("board", "flash" if not booted.board.has_disk else "", "overlay", "handover"):
        assert f"knit: {stage}" in booted.first_boot, f"nothing from stage {stage}"


@every_board(*NOR, fixture="booted")
def test_root_is_a_ram_overlay(booted):
    found = mounts(booted)
    assert found["/"][:2] == ("overlayfs:/tmp/root", "overlay")
    assert found["/rom"][1] == "squashfs" and "ro" in found["/rom"][2]
    assert found["/tmp/root"][1] == "tmpfs"
    assert re.search(r"knit: overlay: RAM, .*not formatted yet", booted.first_boot)


@every_board("x86", fixture="booted")
def test_disk_overlay_by_partition_name(booted):
    found = mounts(booted)
    assert found["/"][:2] == ("overlayfs:/overlay", "overlay")
    assert found["/rom"][1] == "squashfs"
    assert found["/overlay"][1] == "ext4" and "rw" in found["/overlay"][2]
    blocks = int(booted.shell("cat /sys/class/block/vda2/size"))
    assert blocks * 512 == DATA_SIZE


@every_board(fixture="booted")
def test_kernel_file_systems_came_along(booted):
    found = mounts(booted)
    for path, kind in (("/proc", "proc"), ("/sys", "sysfs"), ("/dev", "devtmpfs"),
                       ("/tmp", "tmpfs")):
        assert found[path][1] == kind
    assert not [path for path in found if path.startswith("/mnt")], "/mnt is still in use"


@every_board(fixture="booted")
def test_root_is_writable(booted):
    assert booted.shell("echo here > /etc/written; cat /etc/written; rm /etc/written") == "here"


@every_board(*NOR, fixture="booted")
def test_partitions(booted):
    text = booted.shell("cat /proc/mtd")
    rows = {name: (int(size, 16), int(erase, 16)) for size, erase, name in
            re.findall(r'mtd\d+: ([0-9a-f]+) ([0-9a-f]+) "(.*)"', text)}
    board = booted.board
    for name, (_, size) in booted.device.parts().items():
        assert rows[name] == (size, board.erase), f"{name}: {text}"
    for part in board.partitions:
        assert rows[part.name] == (part.size, board.erase), f"{part.name}: {text}"


@every_board(*NOR, fixture="booted")
def test_partitions_lie_where_they_should(booted):
    begins = {"kernel": "27051956", "rootfs": "68737173", "rootfs_data": "deadc0de"}
    for name, magic in begins.items():
        number = booted.shell(f"grep '\"{name}\"' /proc/mtd | cut -d: -f1 | cut -c4-")
        head = booted.shell(f"dd if=/dev/mtd{number}ro bs=4 count=1 2>/dev/null | hexdump -C"
                            " | head -n 1 | cut -c11-21")
        assert head.replace(" ", "") == magic, name


@every_board(fixture="booted")
def test_only_three_descriptors(booted):
    lines = booted.shell("ls -l /proc/1/fd")
    found = dict(re.findall(r"(\d+) -> (\S+)", lines))
    assert sorted(found) == ["0", "1", "2"], lines
    assert "deleted" not in lines and set(found.values()) <= {"/dev/console", "/dev/null"}


@every_board(fixture="booted")
def test_no_process_of_ours_is_left(booted):
    names = booted.shell("for p in /proc/[0-9]*; do tr '\\0' ' ' < $p/cmdline | grep . ; done; :")
    assert not re.search(r"knit|(^|\n)/init", names), names
    assert re.search(r"(^|\n)(/sbin/)?init", names), names      # busybox renames itself


@every_board(fixture="booted")
def test_no_preinit_state_is_left(booted):
    assert booted.shell("ls /tmp/.preinit 2>/dev/null; :") == ""
    assert "PREINIT" not in booted.shell("tr '\\0' '\\n' < /proc/1/environ")


@every_board(fixture="booted")
def test_status_shows_stages_and_times(booted):
    text = booted.shell("knit status")
    for stage in ("board", "flash", "overlay", "handover"):
        assert re.search(rf"(?m)^ok +\d+ us {stage}: ", text), text
    log = booted.shell("cat /run/knit/boot.log 2>/dev/null || cat /tmp/knit/boot.log")
    assert "overlay" in log


@every_board(fixture="booted")
def test_kernel_is_vanilla_and_has_no_root_parameter(booted):
    words = booted.shell("cat /proc/cmdline").split()
    assert not [word for word in words if word.startswith(("root=", "mtdparts="))]


@every_board(*NOR, fixture="booted")
def test_flash_is_untouched(booted):
    """Last in its file: all of the above, and nothing was written to the flash."""
    kept = booted.device.flash.read_bytes()
    fresh = booted.device.folder / "again"
    assert not fresh.exists()
    booted.device.flash = fresh
    booted.device.make()
    same = fresh.read_bytes() == kept
    booted.device.flash = booted.device.folder / "flash.img"
    fresh.unlink()
    assert same, "a first boot has written to the flash"
