# SPDX-License-Identifier: GPL-2.0-only
"""From power-on with nothing but the flash: U-Boot, kernel, knit, init."""
import pytest

from device import every_board
from knitlib import boards

UBOOT = [name for name, board in boards.BOARDS.items() if board.uboot]


@every_board(*UBOOT)
@pytest.mark.uboot
def test_power_on_to_shell(device):
    device.make(uboot=True)
    before = device.read()
    with device.power_on(kernel=False) as machine:
        machine.expect(r"U-Boot 20\d\d")
        machine.expect(r"Booting kernel from Legacy Image at")
        machine.expect("Linux version")
        console = machine.boot()
        assert "knit: flash: squashfs at" in console
        machine.quit()
    assert device.read() == before, "the first boot has changed the flash"


@every_board(*UBOOT)
@pytest.mark.uboot
@pytest.mark.sample(1)
def test_what_is_written_survives_power_off(device):
    """The whole router in its one flash file, switched off and on again."""
    device.make(uboot=True)
    with device.power_on(kernel=False) as machine:
        machine.boot()
        machine.shell("knit done", timeout=300)
        machine.reboot()
        machine.shell("echo kept > /etc/mine; sync")
        machine.quit()
    with device.power_on(kernel=False) as machine:
        machine.boot()
        assert machine.shell("cat /etc/mine") == "kept"
