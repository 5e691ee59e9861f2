# SPDX-License-Identifier: GPL-2.0-only
"""The window in which a person can ask for failsafe, from the console; and failsafe itself."""
import re

import pytest

from device import NOR, every_board
from knitlib import dtb

FAILSAFE = "knit: failsafe: window: "
PROMPT_F = r"Press the \[f\] key and hit \[enter\] to enter failsafe mode"
PROMPT_LEVEL = r"Press the \[1\], \[2\], \[3\] or \[4\] key and hit \[enter\] to select"

# long enough for a test on a busy machine; what ends the window early does so at once
LONG = "knit.window=60"


def ask(machine):
    """Ask for failsafe; its shell answers."""
    machine.expect(PROMPT_F)
    machine.expect(PROMPT_LEVEL)
    machine.type("f")
    # the kernel's messages may come between the two
    machine.expect("f was typed.*, failsafe follows")
    machine.expect(FAILSAFE + "f was typed")
    machine.prompt()


def status(machine):
    """{stage: (how it went, microseconds)} of `knit status`; of two of a name the last."""
    lines = re.findall(r"(ok|failed) (\d+) us (\w+)", machine.shell("knit status"))
    return {stage: (how, int(us)) for how, us, stage in lines}


@every_board()
def test_f_leads_to_failsafe(device):
    device.make()
    before = device.read()
    with device.power_on(LONG) as machine:
        ask(machine)
        # the first is knit's, the second one of /etc/profile
        assert machine.shell("tr '\\0' '\\n' </proc/$$/environ | grep FAILSAFE; echo $FAILSAFE; "
                             "hostname") == "FAILSAFE=true\n1\nOpenWrt-failsafe"
        machine.shell("test -e /tmp/failsafe && test -e /tmp/.failsafe")
        assert status(machine)["window"][0] == "failed"
        # the ROM, bare
        assert "squashfs" in machine.shell("grep ' / ' /proc/mounts | tail -n 1")
        machine.shell("! touch /etc/x 2>/dev/null")
        machine.quit()
    assert device.read() == before, "failsafe has written"


@every_board("malta-le", "x86")
@pytest.mark.parametrize("level", "14")
def test_debug_level(device, level):
    with device.power_on(LONG) as machine:
        machine.expect(PROMPT_LEVEL)
        machine.type("fx")
        machine.type("5")
        machine.type(level)
        machine.boot()
        assert machine.shell("cat /tmp/debug_level; echo $DBGLVL") == f"{level}\n{level}"
        assert machine.shell("echo \"-$FAILSAFE-\"") == "--"


def test_failsafe_on_the_command_line(device):
    with device.power_on("failsafe=") as machine:
        machine.expect(FAILSAFE + "failsafe=")
        machine.prompt()
        assert not re.search(PROMPT_F, machine.text())


@every_board("malta-le", "x86")
def test_length(device):
    """From its opening to the end of the window it is two seconds, whatever else took long."""
    with device.power_on("knit.window=2") as machine:
        begin = machine.expect(r"\[ *(\d+\.\d+)\] knit: board").group(1)
        end = machine.expect(r"\[ *(\d+\.\d+)\] knit: overlay").group(1)
        assert 1.9 < float(end) - float(begin) < 3
        machine.boot()


@every_board("malta-le", "virt-arm64")
def test_no_window(device):
    with device.power_on("knit.window=0") as machine:
        text = machine.boot()
        assert not re.search(PROMPT_F, text)
        assert "window" not in status(machine), "a stage that has done nothing"


@every_board("malta-le", "virt-arm64", "x86")
def test_boot_goes_on(device):
    """knit boot: as if nothing had happened, but for the window."""
    with device.power_on(LONG) as machine:
        ask(machine)
        machine.type("knit boot")
        machine.boot()
        assert "overlay" in machine.shell("grep ' / ' /proc/mounts | tail -n 1")
        machine.shell("touch /etc/x && ! test -e /tmp/failsafe && ! test -e /tmp/.failsafe")
        assert machine.shell("hostname") == "knit", "not the kernel's any more"
        assert machine.shell("echo \"-$FAILSAFE-\"") == "--"
        # nothing of failsafe runs, and the ROM is seen
        assert machine.shell("ls -d /rom/bin") == "/rom/bin"
        assert "failed" not in machine.shell("knit status | tail -n 3")


@every_board("malta-le", "x86")
def test_mount_and_boot(device):
    with device.power_on(LONG) as machine:
        ask(machine)
        assert "RAM" in machine.shell("knit mount")
        machine.shell("echo kept >/etc/kept")
        assert "overlay" in machine.shell("grep ' / ' /proc/mounts | tail -n 1")
        machine.type("knit boot")
        machine.boot()
        assert machine.shell("cat /etc/kept") == "kept"


def test_not_in_failsafe(device):
    """Where no failsafe is, nobody is to lose the system by a command."""
    with device.power_on() as machine:
        machine.boot()
        for command in ("boot", "mount"):
            text = machine.shell(f"knit {command} 2>&1", check=False)
            assert text == f"knit: {command}: this is not failsafe: not found"
        assert machine.shell("echo alive") == "alive"


@every_board("malta-le", "virt-arm64")
def test_sysupgrade(device):
    """OpenWrt's way to write a new firmware out of failsafe; a LED tells of it."""
    panel = dtb.PANEL if device.board.name in dtb.BOARDS else ()
    with device.power_on(LONG, panel=panel) as machine:
        ask(machine)
        machine.shell("mkdir -p /tmp/root/sbin /tmp/root/bin; cp /bin/busybox /tmp/root/bin/sh")
        # OpenWrt's own goes back to the old root by its current directory
        machine.shell("printf '#!/bin/sh\\necho up\"graded\" $$ $1 $2 etc/initt*\\n"
                      "while :; do :; done\\n' >/tmp/root/sbin/upgraded; "
                      "chmod +x /tmp/root/sbin/upgraded")
        machine.shell("printf '/tmp/root\\0/tmp/image.bin\\0sysupgrade' >/tmp/sysupgrade")
        machine.type("kill $(cat /tmp/.failsafe)")
        machine.expect("upgraded 1 /tmp/image.bin sysupgrade etc/inittab")
        if panel:
            machine.panel.expect("blue:upgrade", (200, 200))
            assert machine.panel.state("red:failsafe") is False


@every_board(*NOR)
@pytest.mark.sample(1)
def test_reboot_from_a_window_shell(device):
    with device.power_on(LONG) as machine:
        ask(machine)
        machine.type("reboot")
        machine.expect("Linux version")
        machine.expect(PROMPT_F)
