# SPDX-License-Identifier: GPL-2.0-only
"""Buttons and LEDs, on boards whose GPIO QEMU emulates: what a person presses and sees."""
import pytest

from device import every_board
from knitlib import dtb

HELD = "knit: failsafe: window: a button is held"
PRESSED = "knit: failsafe: window: a button was pressed"
PROMPT_F = r"Press the \[f\] key"
WINDOW, BOOT, FAILSAFE = (100, 100), (200, 200), (50, 50)
TRIGGER = (500, 500)        # the kernel's timer, of itself
LONG = "knit.window=60"

BOARDS = ("virt-arm64", "virt-arm")


@every_board(*BOARDS)
def test_leds_of_a_boot(device):
    """The window, the boot that goes on, `knit done`, and an upgrade."""
    trigger = device.board.name == "virt-arm64"     # on one of them the boot LED has one
    panel = (*dtb.PANEL, "default-trigger") if trigger else True
    with device.power_on("knit.window=4", panel=panel) as machine:
        machine.panel.expect("green:boot", WINDOW)
        machine.boot()
        machine.panel.expect("green:boot", BOOT)
        machine.shell("knit led done")
        machine.panel.expect("green:boot", TRIGGER if trigger else False)
        machine.panel.expect("green:running", True)
        assert machine.panel.state("red:failsafe") is False
        machine.shell("knit led upgrade")
        machine.panel.expect("blue:upgrade", BOOT)
        machine.panel.expect("green:running", False)


@every_board(*BOARDS)
def test_pressed_in_the_window(device):
    with device.power_on(LONG, panel=True) as machine:
        machine.panel.expect("green:boot", WINDOW)
        machine.panel.press("wps")
        machine.expect("a button was pressed.*, failsafe follows")
        machine.expect(PRESSED)
        machine.prompt()
        machine.panel.expect("red:failsafe", FAILSAFE)
        assert machine.panel.state("green:boot") is False
        machine.type("knit boot")
        machine.panel.expect("red:failsafe", False)
        machine.panel.expect("green:boot", BOOT)


@every_board(*BOARDS)
@pytest.mark.parametrize("window", [60, 0])
def test_held_from_power_on(device, window):
    """Its state is read, so nothing depends on when it was pressed; nor on a window."""
    with device.power_on(f"knit.window={window}", panel=True, held=("reset",)) as machine:
        machine.expect(HELD)
        machine.prompt()
        machine.panel.expect("red:failsafe", FAILSAFE)


@every_board(*BOARDS)
def test_pressed_afterwards(device):
    """A button after the window is the real init's."""
    with device.power_on("knit.window=1", panel=True) as machine:
        machine.boot()
        machine.panel.press("reset")
        assert machine.shell("echo \"-$FAILSAFE-\"") == "--"
        assert not machine.says("failsafe: ", 3)


@every_board(*BOARDS)
@pytest.mark.parametrize("panel, held", [
    (True, "radio"),                                    # a switch, and it is on
    (("leds", "aliases", "keys", "rfkill"), "radio"),   # a key that the board ignores
], ids=["switch", "ignored"])
def test_not_for_failsafe(device, panel, held):
    with device.power_on("knit.window=3", panel=panel, held=(held,)) as machine:
        machine.expect(PROMPT_F)
        machine.panel.release(held)
        machine.panel.press(held)
        machine.boot()
        assert machine.shell("echo \"-$FAILSAFE-\"") == "--"


@every_board(*BOARDS)
def test_key_of_another_device(device):
    """QEMU's power key is a device of its own, whose key is no button for failsafe."""
    with device.power_on("knit.window=3", panel=True) as machine:
        machine.expect(PROMPT_F)
        machine.qmp.execute("system_powerdown")
        machine.boot()


@every_board(*BOARDS)
def test_wrong_polarity(device):
    """Keys that look held for ever lead to failsafe, which a person can leave: no loop."""
    panel = ("leds", "aliases", "keys", "wrong-polarity")
    initrd = device.other_knit(FAILSAFE_REBOOT=5)
    with device.power_on(LONG, panel=panel, initrd=initrd) as machine:
        machine.expect(HELD)
        machine.prompt()
        assert not machine.says("Linux version", 12)
        machine.type("knit boot")
        machine.boot()


@every_board("virt-arm64")
@pytest.mark.variant("no-ledtrig")
def test_without_the_timer_trigger(device):
    """knit blinks by itself, while it runs."""
    with device.power_on("knit.window=10", panel=True) as machine:
        machine.panel.expect("green:boot", WINDOW)
        machine.panel.press("reset")
        machine.expect(PRESSED)
        machine.prompt()
        machine.panel.expect("red:failsafe", FAILSAFE)


@every_board("virt-arm64")
@pytest.mark.parametrize("panel", [("keys",), ("leds", "keys")], ids=["no-leds", "no-aliases"])
def test_without_leds(device, panel):
    """Nothing is said of LEDs that are not there, and nothing waits for them."""
    initrd = device.other_knit(BOARD_VIRT_ARM="n")
    with device.power_on("knit.window=1", panel=(*panel, "partitions"), initrd=initrd) as machine:
        text = machine.boot()
        assert "knit: board: unknown, generic" in text
        assert "led" not in "".join(line for line in text.split("\n") if "knit:" in line)


@every_board("virt-arm64")
def test_generic_board(device):
    """LEDs by the device tree's aliases, keys by their codes, partitions by the tree."""
    initrd = device.other_knit(BOARD_VIRT_ARM="n")
    panel = ("leds", "aliases", "keys", "partitions")
    with device.power_on(LONG, panel=panel, initrd=initrd) as machine:
        machine.expect("knit: board: unknown, generic")
        machine.panel.expect("green:boot", WINDOW)
        machine.panel.press("reset")
        machine.expect(PRESSED)
        machine.prompt()
        machine.panel.expect("red:failsafe", FAILSAFE)


@every_board("malta-le", "malta")
@pytest.mark.sample(1)
def test_keyboard(device):
    """malta has no button but its keyboard, and no LED: nothing fails."""
    with device.power_on(LONG) as machine:
        machine.expect(PROMPT_F)
        machine.key("a")
        assert not machine.says("failsafe follows", 2)
        machine.key("a", down=False)
        machine.key("esc")
        machine.expect(PRESSED)
        machine.prompt()
