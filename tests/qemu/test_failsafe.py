# SPDX-License-Identifier: GPL-2.0-only
"""Failsafe without a ROM, and the watchdog: while booting, afterwards, and in failsafe."""
import pytest

from device import every_board

WATCHDOG = ["-device", "i6300esb", "-action", "watchdog=reset"]
LONGER = 45         # seconds; the chip resets after 30 unless somebody feeds it


@every_board("malta-le", "virt-arm64", "x86")
@pytest.mark.sample(1)
def test_the_reason_is_repeated(device):
    """A person who plugs the serial cable in later shall see it."""
    with device.power_on(flash=False) as machine:
        for _ in range(3):
            machine.expect("knit: failsafe: ")
        assert not machine.says("Linux version|Kernel panic", 1)


@every_board("malta-le", "malta")
@pytest.mark.sample(1)
def test_watchdog_does_not_bite_a_system_that_runs(device):
    with device.power_on(extra=WATCHDOG) as machine:
        machine.boot()
        assert machine.shell("ls /dev/watchdog") == "/dev/watchdog"
        assert not machine.says("Linux version", LONGER), "the watchdog has reset the machine"


@every_board("malta-le", "malta")
@pytest.mark.sample(1)
def test_watchdog_is_fed_in_failsafe(device):
    with device.power_on(flash=False, extra=WATCHDOG) as machine:
        machine.expect("knit: failsafe: ")
        assert not machine.says("Linux version", LONGER), "the watchdog has reset the machine"
