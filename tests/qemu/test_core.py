# SPDX-License-Identifier: GPL-2.0-only
"""The smallest profile: no words, no command line, no commands; it must boot all the same."""
import re

import pytest

import squashfs
from test_failsafe import spoil_overlay
from test_life import overlay_source

pytestmark = [pytest.mark.profile("core"), pytest.mark.full]


def test_first_boot(device):
    with device.power_on() as machine:
        machine.boot()
        assert overlay_source(machine) == "overlayfs:/tmp/root"
        mounts = machine.shell("cat /proc/mounts")
        assert re.search(r"^\S+ /rom squashfs ro", mounts, re.M), mounts
        machine.shell("echo here > /etc/mine")


def test_overlay_that_a_router_has_made(device):
    """`knit done` is the router profile's; the layout on the flash is the same."""
    device.make()
    core, device.which = device.which, {}
    with device.power_on() as machine:
        machine.boot()
        machine.shell("knit done", timeout=300)
        machine.reboot()
        machine.shell("echo kept > /etc/mine; sync")
        machine.quit()
    device.which = core
    with device.power_on() as machine:
        machine.boot()
        assert overlay_source(machine) == "overlayfs:/overlay"
        assert machine.shell("cat /etc/mine; readlink /overlay/.fs_state") == "kept\n2"
        machine.shell("echo again >> /etc/mine; sync")
        machine.reset()
        machine.boot()
        assert machine.shell("cat /etc/mine") == "kept\nagain"


def test_cut_off_squashfs(device):
    """A number instead of words, again and again, and nothing on the flash has changed."""
    offset, size = device.parts()["rootfs"]
    rom = bytearray(device.read()[offset:offset + size])
    squashfs.cut_in_half(rom)
    device.edit(offset, rom)
    before = device.read()
    with device.power_on() as machine:
        for _ in range(3):
            machine.expect(r"knit: (failsafe: )?flash: \d+")
        assert not machine.says("Linux version|Kernel panic", 1)
        machine.quit()
    assert device.read() == before


def test_failsafe_shell(device):
    """One shell, on /dev/console, which comes back when it ends."""
    spoil_overlay(device)
    with device.power_on() as machine:
        machine.prompt()
        first = machine.shell("echo $$")
        assert " / squashfs ro" in machine.shell("cat /proc/mounts")
        machine.type("exit")
        machine.expect("knit: failsafe: ")
        machine.prompt()
        assert machine.shell("echo $$") != first
        machine.type("reboot -f")
        machine.expect("Linux version")
