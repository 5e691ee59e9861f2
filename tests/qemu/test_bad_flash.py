# SPDX-License-Identifier: GPL-2.0-only
"""Flash that is not as it should be: no brick, the reason in plain words, nothing changed."""
import re
import subprocess

import pytest

import squashfs
from device import NOR, every_board

SAMPLED = pytest.mark.sample(6)


def ends_in_failsafe(device, reason, **start):
    """Failsafe with that reason on the console; PID 1 lives on; the flash is as it was."""
    before = device.read() if start.get("flash", True) else None
    with device.power_on(**start) as machine:
        machine.expect(r"knit: failsafe")
        assert re.search(reason, machine.text(), re.I), \
            f"not said on the console: {reason}\n{machine.text()[-3000:]}"
        said = len(re.findall(r"knit: ", machine.text()))
        assert said
        machine.quit()
    if before:
        assert device.read() == before, "the flash has changed"


def spoil_rootfs(device, spoil):
    offset, size = device.parts()["rootfs"]
    image = bytearray(device.read()[offset:offset + size])
    spoil(image)
    device.edit(offset, image)


@every_board("malta-le", "malta", "virt-arm64")
@SAMPLED
def test_blank_flash(device):
    """No flash file at all: QEMU's chip is there and holds nothing."""
    ends_in_failsafe(device, r"knit: flash: .*squashfs", flash=False)


@every_board("x86")
def test_no_flash_and_no_disk(device):
    ends_in_failsafe(device, r"knit: flash: ", flash=False)


@every_board("x86")
def test_disk_without_our_partitions(device):
    from knitlib.disk import gpt_disk
    device.edit(0, gpt_disk([("other", b"o" * 4096)]))
    ends_in_failsafe(device, r"knit: flash: ")


@every_board(*NOR)
@pytest.mark.sample(2)
def test_no_squashfs_behind_the_kernel(device):
    offset, size = device.parts()["rootfs"]
    device.edit(offset, b"\xff" * size)
    ends_in_failsafe(device, r"knit: flash: .*no squashfs behind the kernel")


@every_board(*NOR)
@pytest.mark.sample(6)
@pytest.mark.parametrize("spoil", [
    squashfs.flip_magic, squashfs.flip_compression, squashfs.flip_block_log,
    squashfs.flip_root_inode, squashfs.cut_in_half])
def test_spoilt_squashfs(device, spoil):
    spoil_rootfs(device, spoil)
    ends_in_failsafe(device, r"knit: flash: \S.*: ?\S")


@every_board("malta-le", "virt-arm")
def test_squashfs_larger_than_the_partition(device):
    offset, size = device.parts()["rootfs"]
    spoil_rootfs(device, lambda image: squashfs.claim(image, size + 1))
    ends_in_failsafe(device, r"knit: flash: .*cut off")


@every_board(*NOR)
@pytest.mark.sample(2)
def test_init_that_cannot_be_read(device):
    """The ROM mounts, but what is in busybox does not unpack."""
    spoil_rootfs(device, squashfs.flip_data)
    ends_in_failsafe(device, r"knit: handover: /sbin/init: ")


def partitioned_tree(device, count):
    """QEMU's device tree with @count partitions in the flash; mtdparts= can't have so many."""
    board, blob = device.board, device.folder / "virt.dtb"
    machine = [f"{word},dumpdtb={blob}" if word.startswith("virt") else word
               for word in board.machine]
    subprocess.run([board.qemu, *machine, "-m", str(board.memory), "-nic", "none"], check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    source = subprocess.run(["dtc", "-q", "-I", "dtb", "-O", "dts", blob], check=True, text=True,
                            stdout=subprocess.PIPE).stdout
    rows = "".join(f'partition@{at:x} {{ label = "p{at:x}"; reg = <{at:#x} {board.erase:#x}>; }};'
                   for at in range(0, count * board.erase, board.erase))
    end = source.index("};", source.index("flash@0 {"))     # sub-nodes come after properties
    tree = (source[:end] + 'partitions { compatible = "fixed-partitions"; '
            f"#address-cells = <1>; #size-cells = <1>; {rows} }};" + source[end:])
    subprocess.run(["dtc", "-q", "-I", "dts", "-O", "dtb", "-o", blob], input=tree, check=True,
                   text=True)
    return blob


@every_board("virt-arm", "virt-arm64")
def test_200_partitions(device):
    with device.power_on(extra=["-dtb", partitioned_tree(device, 200)]) as machine:
        machine.boot()
        assert int(machine.shell("grep -c ^mtd /proc/mtd")) > 200
        assert " /rom squashfs " in machine.shell("cat /proc/mounts")


@every_board("virt-arm64")
def test_firmware_is_not_among_the_kernels_partitions(device):
    """The board's own layout is added to what the kernel has made."""
    with device.power_on(append="mtdparts=0.flash:1m(one),1m(two)") as machine:
        machine.boot()
        text = machine.shell("cat /proc/mtd")
        assert '"one"' in text and '"firmware"' in text


@every_board("virt-arm", "virt-arm64")
def test_a_firmware_partition_that_is_not_ours(device):
    """The kernel's firmware lies elsewhere: what the board says stands, or words."""
    before = device.read()
    with device.power_on(append="mtdparts=0.flash:1m(boot),4m(firmware)") as machine:
        machine.expect(r"knit-test: init is running|knit: failsafe: .*squashfs")
        machine.quit()
    assert device.read() == before


@every_board("virt-arm", "virt-arm64", "x86")
def test_longest_command_line(device):
    """The last word counts, so all of it was read."""
    last = " knit.init=/bin/sh"
    room = device.board.longest_append - len("console=ttyAMA0 " + last)
    filler = " ".join(["filler=" + "x" * 92] * (room // 100))
    with device.power_on(append=filler + last) as machine:
        machine.prompt()
        assert machine.shell("echo $$") == "1"
