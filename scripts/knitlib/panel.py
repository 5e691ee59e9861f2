# SPDX-License-Identifier: GPL-2.0-only
"""The front panel of virt-arm and virt-arm64: LEDs to look at, buttons to press.

Which pin is what stands in dts/virt-arm-*.dtso; tests/build/test_panel.py compares.
"""
import time

from .gpio import ENOUGH, Gpio, rate

LEDS = {"green:boot": 0, "red:failsafe": 1, "green:running": 2, "blue:upgrade": 4}
BUTTONS = {"reset": 5, "wps": 6, "radio": 7}    # radio: a switch, with overlay `rfkill` a button

TOLERANCE = 0.1
PRESS = 0.3         # seconds


def matches(seen, wanted, tolerance=TOLERANCE):
    """Whether what a LED does is what it ought to do: (ms on, ms off), True or False."""
    if isinstance(seen, bool) or isinstance(wanted, bool):
        return seen is wanted
    return all(abs(a - b) <= tolerance * b for a, b in zip(seen, wanted))


class Panel:
    """LEDs and buttons by name. @fail: called with words when an expectation is not met."""

    def __init__(self, folder, fail=None):
        self.gpio = Gpio(folder)
        self.held = set()
        self._fail = fail

    def now(self):
        """Seconds since power-on."""
        return self.gpio.now()

    def lit(self, led):
        """Whether it is on at this moment."""
        return bool(self.gpio.pins() & 1 << LEDS[led])

    def edges(self, led, begin=0, end=float("inf")):
        return self.gpio.edges(LEDS[led], begin, end)

    def rate(self, led, begin=0, end=float("inf")):
        """(ms on, ms off) of a LED between two times since power-on, None: it did not blink."""
        return rate(self.edges(led, begin, end))

    def blink(self, led, seconds=2):
        """Look at a LED that long: (ms on, ms off), or None if it does not blink."""
        begin = self.now()
        time.sleep(seconds)
        return self.rate(led, begin)

    def state(self, led, seconds=1):
        """What it has done in the last @seconds: (ms on, ms off), True (on) or False."""
        seen = self.rate(led, self.now() - seconds)
        return self.lit(led) if seen is None else seen

    def expect(self, led, wanted, timeout=60, seconds=1, tolerance=TOLERANCE):
        """Wait until a LED blinks at (ms on, ms off), or is on (True) or off (False) for good."""
        if not isinstance(wanted, bool):
            seconds = max(seconds, (ENOUGH + 2) * sum(wanted) / 1000)
        end = time.monotonic() + timeout
        begin = self.now()
        while True:
            time.sleep(0.1)
            edges = self.edges(led, max(begin, self.now() - seconds))
            seen = rate(edges)
            if seen is None and not edges and self.now() - begin >= seconds:
                seen = self.lit(led)
            if seen is not None and matches(seen, wanted, tolerance):
                return seen
            if time.monotonic() > end:
                return self._give_up(led, wanted, seen, timeout)

    def _give_up(self, led, wanted, seen, timeout):
        words = f"LED {led}: {wanted} expected for {timeout} s, last seen: {seen}"
        if not self._fail:
            raise AssertionError(words)
        return self._fail(words)

    def hold(self, button):
        """Press it and leave the finger on it."""
        self.gpio.set(BUTTONS[button], True)
        self.held.add(button)

    def release(self, button):
        self.gpio.set(BUTTONS[button], False)
        self.held.discard(button)

    def press(self, button, seconds=PRESS):
        self.hold(button)
        time.sleep(seconds)
        self.release(button)

    def again(self):
        """After a reset, by which the chip forgets the levels of its inputs."""
        for button in self.held:
            self.gpio.set(BUTTONS[button], True)

    def close(self):
        self.gpio.close()
