# SPDX-License-Identifier: GPL-2.0-only
"""The emulated board behind the front panel: power, buttons, cable, and what it tells."""
import os
import queue
import subprocess
import time
from contextlib import suppress

from .panel import PRESS, Panel
from .qemu import Qmp


# what a command to a QEMU that has just ended leads to; tick() will notice
GONE = (OSError, RuntimeError, queue.Empty)


class BoardError(Exception):
    """QEMU could not be started; what it said."""


class Board:
    """@start: what to switch on, with one cable; @folder: for sockets and QEMU's own messages."""

    def __init__(self, start, state, folder):
        self.start = start
        self.state = state
        self.folder = folder
        self.cable = start.cables[0]
        self.process = None
        self.qmp = None
        self.panel = None
        self._zero = 0

    def on(self):
        """Power. Buttons may be held and the cable may be pulled already."""
        words = [*self.start.command(), "-display", "none", "-monitor", "none", "-S",
                 "-chardev", "stdio,id=console,signal=off", "-serial", "chardev:console",
                 "-qmp", f"unix:{self.folder}/qmp,server=on,wait=off"]
        if self.state.has_gpio:
            self.panel = Panel(self.folder)
            words += self.panel.gpio.arguments()
        with (self.folder / "qemu.log").open("w", encoding="utf-8") as log:
            self.process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                            stderr=log)
        try:
            self._prepare()
        except GONE as error:
            self.off()
            raise BoardError((self.folder / "qemu.log").read_text().strip() or str(error)) \
                from None

    def _prepare(self):
        self.qmp = Qmp(self.folder / "qmp", alive=lambda: self.process.poll() is None)
        if self.panel:
            self.panel.gpio.power(self.qmp)
        for button in self.state.buttons:
            if button.held:
                self._finger(button, True)
        if not self.state.cable:
            self._plug()
        self._zero = time.monotonic()
        self.state.switched(True)
        self.qmp.execute("cont")

    def off(self):
        """The plug is pulled: nothing gets a chance to tidy up."""
        if self.process:
            self.process.kill()
            self.process.wait()
            self.state.console.feed(self.process.stdout.read())     # its last words
            self.process.stdin.close()
            self.process.stdout.close()
        for part in (self.qmp, self.panel):
            if part:
                part.close()
        self.process = self.qmp = self.panel = None
        if self.state.power:
            self.state.console.feed(b"\x1b[0m\r\n[power off]\r\n")
        self.state.switched(False)

    def _finger(self, button, down):
        if self.panel and down:
            self.panel.hold(button.name)
        elif self.panel:
            self.panel.release(button.name)
        else:
            self.qmp.execute("input-send-event", events=[
                {"type": "key",
                 "data": {"down": down, "key": {"type": "qcode", "data": button.name}}}])

    def _plug(self):
        self.qmp.execute("set_link", name="net0", up=self.state.cable)

    def touch(self, button, hold):
        """Hold a button, let it go if it is held already, or press it for a moment."""
        button.held = not button.held
        button.until = None
        if button.held and not (hold or button.switch):
            button.until = time.monotonic() + PRESS
        if self.process:
            with suppress(*GONE):
                self._finger(button, button.held)

    def pull_cable(self):
        self.state.cable = not self.state.cable
        if self.process:
            with suppress(*GONE):
                self._plug()

    def type(self, data):
        if self.process:
            with suppress(*GONE):
                os.write(self.process.stdin.fileno(), data)

    def tick(self):
        """Take what has happened since; a guest that has switched itself off is off."""
        state = self.state
        for button in state.buttons:
            if button.until and time.monotonic() > button.until:
                self.touch(button, False)
        if self.process:
            try:
                self._look()
            except GONE:
                self.off()
                state.notice = "the board has switched itself off"

    def _look(self):
        """LEDs, resets, messages."""
        state = self.state
        if self.panel:
            state.now = self.panel.now()
            for edge in self.panel.gpio.take():
                state.edge(edge)
        else:
            state.now = time.monotonic() - self._zero
        if "RESET" in self.qmp.news() and self.panel:
            self.panel.again()
        while self.cable.messages:
            seen = self.cable.messages.pop(0)
            state.message(seen.time - self._zero, seen.source, seen.text, seen.error)
        self.cable.frames.clear()
