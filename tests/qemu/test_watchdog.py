# SPDX-License-Identifier: GPL-2.0-only
"""The watchdog chip: after the handover switched off, left running or passed on open; in failsafe.

Guest time runs with the instructions, and is skipped where the guest idles.
"""
import re

import pytest

from device import every_board
from storage import UUID, configured_disk, disk, drives, section

CHIP = ["-device", "i6300esb", "-action", "watchdog=reset"]
FAST = ["-icount", "shift=4,sleep=off", "-rtc", "clock=vm"]
LONGEST = 2046      # seconds that the chip counts to (drivers/watchdog/i6300esb.c)
BOOTING = 64        # while knit works
LONGER = 100        # than that, and than a boot with it

# An init that tells how long the machine has been running
INIT = """#!/bin/sh
echo "probe: WDTFD=$WDTFD"
%s
while read up rest < /proc/uptime; do
  echo "probe: up $up"
  sleep 20
done
"""
FEEDS = "for n in 1 2 3 4 5; do echo x >&$WDTFD; sleep 30; done"
STOPS = "echo V >&$WDTFD; eval \"exec $WDTFD>&-\""
BOARDS = every_board("x86")


def switched_on(device, then="", **options):
    """A board with that init and a watchdog chip."""
    device.make(rootfs=device.rootfs({"/sbin/probe": INIT % then}))
    initrd = device.other_knit(**options) if options else None
    return device.power_on(append="knit.init=/sbin/probe", extra=CHIP + FAST, initrd=initrd)


def resets(machine):
    """The chip resets the machine: between which two guest seconds."""
    machine.expect("probe: WDTFD=")
    machine.expect("Linux version", 300)
    last = float(re.findall(r"probe: up ([\d.]+)", machine.text())[-1])
    return last, last + 21


def lives(machine, seconds):
    """It passes that guest second with no reset."""
    machine.expect("probe: WDTFD=")
    while True:
        now = machine.expect(r"probe: up ([\d.]+)|Linux version").group(1)
        assert now, "the watchdog has reset the machine"
        if float(now) > seconds:
            return


@BOARDS
@pytest.mark.sample(1)
def test_switched_off_by_default(device):
    with switched_on(device) as machine:
        lives(machine, LONGER)
        assert "probe: WDTFD=\r" in machine.text()


@BOARDS
@pytest.mark.full
def test_left_running(device):
    """With the longest timeout; an init that does not feed it loses the machine."""
    with switched_on(device, WATCHDOG_LEAVE_RUNNING="y") as machine:
        after, before = resets(machine)
    assert after < LONGEST + 30 and before > LONGEST - 30, (after, before)


@BOARDS
@pytest.mark.sample(1)
def test_passed_on_and_fed(device):
    """The init feeds it for more than two minutes by the descriptor it was given, then no more."""
    with switched_on(device, FEEDS, WATCHDOG_WDTFD="y") as machine:
        after, before = resets(machine)
        assert re.search(r"probe: WDTFD=[3-9]\b", machine.text())
    assert after > 5 * 30 and before < 5 * 30 + LONGER, (after, before)


@BOARDS
@pytest.mark.sample(1)
def test_passed_on_and_stopped(device):
    with switched_on(device, STOPS, WATCHDOG_WDTFD="y") as machine:
        lives(machine, LONGER)


@BOARDS
@pytest.mark.sample(1)
def test_fed_in_failsafe(device):
    """Without a flash there is nothing but failsafe, and this one does not restart by itself."""
    initrd = device.other_knit(FAILSAFE_REBOOT=0)
    with device.power_on(flash=False, extra=CHIP + FAST, initrd=initrd) as machine:
        for _ in range(LONGER // 10):
            said = machine.expect("knit: failsafe: |Linux version .*Linux version")
            assert said.group(0).startswith("knit"), "the watchdog has reset the machine"


SLOW = f"""#!/bin/sh
for n in $(seq {BOOTING + 36}); do sleep 1; done
echo "fsck: $*"
"""


@BOARDS
@pytest.mark.profile("full")
def test_fed_while_a_disk_is_checked(device):
    """By a program that only the writable half has, which takes longer than the chip waits."""
    fstab = section("mount", uuid=UUID, target="/opt", check_fs=1)
    configured_disk(device, {"/etc/config/fstab": fstab},
                    upper={"/usr/sbin/fsck.ext4": SLOW.encode()})
    extra = [*CHIP, *FAST, *drives(disk(device.folder, "ext4"))]
    with device.power_on(extra=extra) as machine:
        machine.expect("knit: mounts: checking /dev/vda")
        for seconds in (10, 20, 30):
            machine.expect(f"knit: mounts: /usr/sbin/fsck.ext4 runs, {seconds} s")
        seen = machine.expect("fsck: -p /dev/vda|Linux version").group(0)
        assert seen.startswith("fsck"), "the watchdog has reset the machine"
        assert "knit: mounts: 1 mounted" in machine.boot()
        assert float(machine.shell("cut -d' ' -f1 /proc/uptime")) > LONGER
