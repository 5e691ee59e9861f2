# SPDX-License-Identifier: GPL-2.0-only
"""Failsafe without a ROM; with one: its shells, on each console, and how the machine restarts."""
import pytest

from device import every_board


@every_board("malta-le", "virt-arm64", "x86")
@pytest.mark.sample(1)
def test_the_reason_is_repeated(device):
    """A person who plugs the serial cable in later shall see it."""
    with device.power_on(flash=False) as machine:
        for _ in range(3):
            machine.expect("knit: failsafe: ")
        assert not machine.says("Linux version|Kernel panic", 1)
