# SPDX-License-Identifier: GPL-2.0-only
"""What the front panel shows, and what its keys mean. Nothing here draws or runs anything."""
import re
from collections import deque
from dataclasses import dataclass, field

import pyte

from . import panel
from .gpio import rate

MESSAGES = 100
PERIODS = 6             # so many of a LED's last blinks count
KEYBOARD = ("malta-le", "malta", "x86")

PREFIX = b"\x01"        # Ctrl-A: what follows is for the panel, all else for the guest


@dataclass
class Led:
    """@edges: its last ones, enough to tell how it blinks now."""
    name: str
    edges: deque = field(default_factory=lambda: deque(maxlen=2 * PERIODS + 1))
    level: bool = False

    def edge(self, edge):
        self.edges.append(edge)
        self.level = edge.level

    def dark(self):
        self.edges.clear()
        self.level = False

    def blink(self, now):
        """(ms on, ms off), None if it does not blink (any more)."""
        seen = rate(list(self.edges))
        if seen and (now - self.edges[-1].time) * 1000 > 2 * max(seen):
            return None
        return seen


@dataclass
class Button:
    """@key: what the person types behind Ctrl-A; in capitals it holds. A switch stays anyway."""
    name: str
    key: str
    switch: bool = False
    held: bool = False
    until: float = None     # when the finger leaves it


def buttons_of(board, has_gpio):
    if has_gpio:
        return [Button("reset", "r"), Button("wps", "w"), Button("radio", "s", switch=True)]
    if board.name in KEYBOARD:
        return [Button("esc", "e"), Button("f", "f")]
    return []


class Screen(pyte.Screen):
    """The guest's terminal; what it answers by itself goes to the guest."""

    def __init__(self, columns, lines, answer):
        super().__init__(columns, lines)
        self._answer = answer

    def write_process_input(self, data):
        self._answer(data.encode())


class Console:
    """The serial console as a terminal shows it."""

    def __init__(self, columns, rows, answer=lambda data: None):
        self.screen = Screen(columns, rows, answer)
        self.stream = pyte.ByteStream(self.screen)

    def feed(self, data):
        self.stream.feed(data)

    def resize(self, columns, rows):
        if (columns, rows) != (self.screen.columns, self.screen.lines):
            self.screen.resize(rows, columns)

    def lines(self):
        return [line.rstrip() for line in self.screen.display]


@dataclass
class State:
    """@now: seconds since power-on, by the clock of the LEDs' edges."""
    board: object
    has_gpio: bool
    console: Console
    leds: list = field(default_factory=list)
    buttons: list = field(default_factory=list)
    messages: deque = field(default_factory=lambda: deque(maxlen=MESSAGES))  # (time, text, times)
    power: bool = False
    cable: bool = True
    now: float = 0
    notice: str = ""

    def __post_init__(self):
        self.leds = [Led(name) for name in panel.LEDS] if self.has_gpio else []
        self.buttons = buttons_of(self.board, self.has_gpio)

    def edge(self, edge):
        for led in self.leds:
            if panel.LEDS[led.name] == edge.pin:
                led.edge(edge)

    def message(self, when, source, text, error=""):
        """One that comes again and again takes one line."""
        text = f"{source}: {text}" + (f" ({error})" if error else "")
        text = re.sub(r"[^ -~\xa1-\uffff]", "?", text)
        times = 1
        if self.messages and self.messages[-1][1] == text:
            times = self.messages.pop()[2] + 1
        self.messages.append((when, text, times))

    def switched(self, power):
        self.power = power
        self.now = 0
        for led in self.leds:
            led.dark()


class Keys:
    """Splits what is typed: ("guest", bytes) or ("panel", the key behind Ctrl-A)."""

    def __init__(self):
        self._prefix = False

    def feed(self, data):
        rest = b""
        for byte in (data[at:at + 1] for at in range(len(data))):
            if self._prefix:
                self._prefix = False
                # twice, or with an A as in QEMU: one for the guest
                if byte in (PREFIX, b"a"):
                    rest += PREFIX
                    continue
                if rest:
                    yield "guest", rest
                    rest = b""
                yield "panel", byte.decode("latin-1")
            elif byte == PREFIX:
                self._prefix = True
            else:
                rest += byte
        if rest:
            yield "guest", rest
