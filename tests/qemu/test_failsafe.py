# SPDX-License-Identifier: GPL-2.0-only
"""Failsafe without a ROM; with one: its shells, on each console, and how the machine restarts."""
import re

import pytest

from device import PASSWD, PASSWORD, every_board
from knitlib.disk import ext4
from test_life import jffs2

REASON = "knit: failsafe: handover: no init that works"


@every_board("malta-le", "virt-arm64", "x86")
@pytest.mark.sample(1)
def test_the_reason_is_repeated(device):
    """A person who plugs the serial cable in later shall see it."""
    with device.power_on(flash=False) as machine:
        for _ in range(3):
            machine.expect("knit: failsafe: ")
        assert not machine.says("Linux version|Kernel panic", 1)


def last_said(machine):
    """The kernel's own time of the last line that has one."""
    return float(re.findall(r"\[ *(\d+\.\d+)\] knit: ", machine.text())[-1])


@every_board("malta-le", "virt-arm64", "x86")
@pytest.mark.sample(1)
def test_restart_without_a_rom(device):
    """Somebody may have put the flash right meanwhile."""
    initrd = device.other_knit(FAILSAFE_REBOOT=10)
    with device.power_on(flash=False, initrd=initrd) as machine:
        machine.expect("knit: failsafe: ")
        begin = last_said(machine)
        machine.expect("Linux version")
        assert 9 < last_said(machine) - begin < 21
        machine.expect("knit: failsafe: ")


def spoil_overlay(device):
    """What an update that went wrong leaves: the overlay's busybox hides the ROM's."""
    tree = {"upper/bin/busybox": "no program\n", "work/x": "", ".fs_state": "->2"}
    if not device.board.has_disk:
        device.make(overlay=jffs2(device.board, device.folder, tree))
        return
    (device.folder / "tree/upper/bin").mkdir(parents=True)
    (device.folder / "tree/upper/bin/busybox").write_text(tree["upper/bin/busybox"])
    device.make(overlay=ext4(files=device.folder / "tree"))


@every_board("x86")
def test_a_disk_that_does_not_answer(device):
    """The deadline of the mount passes: failsafe says so. Once it answers, the boot goes on."""
    initrd = device.other_knit(CHILD_TIMEOUT=5)
    with device.power_on("root=/dev/vda1 rootdelay=5", initrd=initrd) as machine:
        machine.expect("knit: board")       # the kernel has read the partition table by now
        pace(machine, 1)
        machine.expect("knit: root: /dev/vda1: took too long")
        machine.expect("knit: failsafe: root: /dev/vda1: took too long")
        machine.expect("knit> ")
        machine.type("status")
        machine.expect("root: /dev/vda1: took too long")
        pace(machine, 0)
        machine.expect("knit> ")
        machine.type("boot")
        machine.boot()
        assert " / squashfs ro" in machine.shell("cat /proc/mounts")


def pace(machine, speed):
    """Let the disk read so many bytes a second; 0: as fast as it can."""
    machine.qmp.execute("block_set_io_throttle", device="virtio0", bps=speed, bps_rd=0, bps_wr=0,
                        iops=0, iops_rd=0, iops_wr=0)


@every_board("malta-le", "virt-arm64", "x86")
@pytest.mark.sample(1)
def test_login_program(device):
    """The ROM's asks for a name and a password, as often as it takes, and knit starts it again."""
    device.make(device.rootfs({"/etc/passwd": PASSWD}))
    initrd = device.other_knit(FAILSAFE_ACCESS_LOGIN="y")
    with device.power_on("failsafe=", initrd=initrd) as machine:
        machine.expect("knit: failsafe: window: failsafe=")
        for name, password in (("root", "wrong"), ("nobody", PASSWORD), ("root", "")):
            machine.expect("login: ")
            machine.type(name)
            machine.expect("Password: ")
            machine.type(password)
            machine.expect("Login incorrect")
        assert "# " not in machine.text()
        machine.expect("knit: failsafe: window: failsafe=")     # three are enough for it
        machine.expect("login: ")
        machine.type("root")
        machine.expect("Password: ")
        machine.type(PASSWORD)
        machine.prompt()
        assert machine.shell("id -u; echo $FAILSAFE") == "0\n1"
        machine.type("knit boot")
        machine.boot()


@pytest.fixture
def failed(device):
    spoil_overlay(device)
    return device


def shell_of(machine):
    """Its process, once it has shown the reason and a prompt."""
    machine.expect(REASON)
    machine.prompt()
    return machine.shell("echo $$")


@every_board()
@pytest.mark.sample(2)
def test_shell_from_the_rom(failed):
    """It comes back when it ends, each time with the reason; reboot does what it says."""
    with failed.power_on() as machine:
        first = shell_of(machine)
        assert machine.shell("cat /proc/1/comm") in ("init", "knit")
        assert " / squashfs ro" in machine.shell("cat /proc/mounts") or \
            machine.shell("! echo x > /etc/x 2>&1").endswith("Read-only file system")
        machine.type("exit")
        second = shell_of(machine)
        assert first != second and "1" not in (first, second)
        machine.type("kill -9 $$")
        assert shell_of(machine) not in (first, second)
        machine.type("reboot")
        machine.expect("Linux version")
        shell_of(machine)


@every_board()
@pytest.mark.sample(2)
def test_poweroff(failed):
    with failed.power_on() as machine:
        shell_of(machine)
        machine.type("poweroff")
        machine.wait_exit()
        assert "Kernel panic" not in machine.text()


@every_board()
@pytest.mark.sample(1)
def test_halt(failed):
    with failed.power_on() as machine:
        shell_of(machine)
        machine.shell("dmesg -n 8")
        machine.type("halt")
        machine.expect("reboot: System halted")
        if machine.board.kernel_arch == "riscv":    # machine_halt() there switches off
            machine.wait_exit()
            return
        assert not machine.says("Linux version|Kernel panic|knit: ", 3)


def press(machine, *keys):
    machine.qmp.execute("send-key", keys=[{"type": "qcode", "data": key} for key in keys])


def type_keys(machine, word):
    for key in word:
        press(machine, key)
    press(machine, "ret")


def on_screen(machine):
    """(process of the shell on tty0, the last lines of the screen: busybox greets with two)"""
    shells = machine.shell("ls -l /proc/[0-9]*/fd/0 | grep /dev/tty0")
    rows = machine.shell("fold -w 80 /dev/vcs1").split("\n")
    lines = [row.strip() for row in rows if row.strip()]
    return re.search(r"/proc/(\d+)/", shells).group(1), lines[-4:]


@every_board("x86")
def test_a_shell_on_each_console(failed):
    """Screen and keyboard beside the serial port. (Linux takes one serial port as console.)"""
    with failed.power_on(append="console=tty0 console=ttyS0") as machine:
        ours = shell_of(machine)
        first, _ = on_screen(machine)
        assert first != ours
        type_keys(machine, "exit")
        machine.shell("sleep 7")        # knit starts it again after 5
        second, lines = on_screen(machine)
        assert second not in (first, ours), "no new shell"
        assert lines[0].startswith(REASON) and lines[-1].endswith("#"), lines
        assert machine.shell("echo $$") == ours, "the other console's shell has gone too"
        type_keys(machine, "reboot")
        machine.expect("Linux version")


@every_board("x86")
@pytest.mark.parametrize("flash", [True, False], ids=["rom", "no-rom"])
def test_ctrl_alt_del(failed, flash):
    with failed.power_on(flash=flash) as machine:
        machine.expect("knit: failsafe: ")
        if flash:
            machine.prompt()
        press(machine, "ctrl", "alt", "delete")
        machine.expect("Linux version")
