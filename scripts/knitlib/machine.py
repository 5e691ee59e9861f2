# SPDX-License-Identifier: GPL-2.0-only
"""A running board: its console to read and type at, its reset button, its flash."""
import os
import re
import tempfile
import time
from pathlib import Path

import pexpect

from .panel import Panel
from .qemu import Qmp

INIT_RUNS = "knit-test: init is running"
PANIC = r"Kernel panic - not syncing[^\r\n]*"
PROMPT = "# "
TAIL_LINES = 60

# Seconds. A boot takes 3 to 15 s of CPU under TCG; other tests may run beside it.
SCALE = float(os.environ.get("KNIT_TIME_SCALE", "1"))
BOOT = 120 * SCALE
COMMAND = 60 * SCALE


class MachineError(AssertionError):
    """What was waited for did not come; holds the end of the console."""


class Machine:
    """Use as a context manager: QEMU is gone when the block ends.

    @held: buttons of the panel that are held at power-on, @unplugged: numbers of network cables.
    """

    def __init__(self, start, log=None, held=(), unplugged=()):
        self.start_data = start
        self.held = held
        self.unplugged = unplugged
        self.panel = None
        self.board = start.board
        self.log = log
        self.child = None
        self.qmp = None
        self.console = []
        self._tmp = None

    def __enter__(self):
        self._tmp = tempfile.TemporaryDirectory(prefix="knit-qemu-")
        folder = Path(self._tmp.name)
        control = folder / "qmp"
        words = [*self.start_data.command(), "-display", "none", "-monitor", "none",
                 "-serial", "stdio", "-qmp", f"unix:{control},server=on,wait=off"]
        if self._prepared:
            words.append("-S")
        if self.start_data.overlays:
            self.panel = Panel(folder, self.fail)
            words += self.panel.gpio.arguments()
        self.child = pexpect.spawn(words[0], words[1:], encoding="utf-8",
                                   codec_errors="replace", echo=False, dimensions=(24, 250))
        self.child.logfile_read = self
        try:
            self.qmp = Qmp(control, alive=self.child.isalive)
            if self._prepared:
                self._prepare()
        except OSError:
            self.fail("QEMU did not start: " + " ".join(words))
        return self

    @property
    def _prepared(self):
        """Whether there is something to do before the first instruction."""
        return self.start_data.overlays or self.unplugged

    def _prepare(self):
        if self.panel:
            self.panel.gpio.power(self.qmp)
        for button in self.held:
            self.panel.hold(button)
        for number in self.unplugged:
            self.plug(number, False)
        self.qmp.execute("cont")

    def __exit__(self, *_):
        if self.qmp:
            self.qmp.close()
        self._end()
        if self.panel:
            self.panel.close()
        self._tmp.cleanup()

    def _end(self):
        """pexpect gives a process tenths of a second to go, too few where much else runs."""
        end = time.monotonic() + COMMAND
        while True:
            try:
                return self.child.close(force=True)
            except pexpect.ExceptionPexpect:
                if time.monotonic() > end:
                    raise
            time.sleep(0.5)

    # pexpect writes what it reads to its logfile: us
    def write(self, text):
        self.console.append(text)
        if self.log:
            self.log.write(text)

    def flush(self):
        if self.log:
            self.log.flush()

    def text(self):
        """All that the console has shown so far."""
        return "".join(self.console)

    def fail(self, what):
        lines = self.text().replace("\r", "").split("\n")[-TAIL_LINES:]
        raise MachineError(f"{self.board.name}: {what}; the end of its console:\n"
                           + "\n".join("  | " + line for line in lines))

    def expect(self, pattern, timeout=BOOT, fatal=PANIC):
        """Wait for a line; a panic or QEMU's end is a failure at once."""
        patterns = [pattern, pexpect.EOF, pexpect.TIMEOUT] + ([fatal] if fatal else [])
        seen = self.child.expect(patterns, timeout=timeout)
        if seen == 1:
            self.fail(f"QEMU ended while '{pattern}' was waited for")
        if seen == 2:
            self.fail(f"no '{pattern}' in {timeout:.0f} s")
        if seen == 3:
            self.fail(f"{self.child.after} while '{pattern}' was waited for")
        return self.child.match

    def says(self, pattern, seconds):
        """Whether a line comes within that time; the board must be alive all the while."""
        seen = self.child.expect([pattern, pexpect.TIMEOUT, pexpect.EOF], timeout=seconds)
        if seen == 2:
            self.fail("QEMU ended")
        return seen == 0

    def boot(self, timeout=BOOT):
        """Wait for the real init and its shell; returns the console up to there."""
        begin = len(self.text())
        self.expect(re.escape(INIT_RUNS), timeout)
        self.prompt()
        return self.text()[begin:]

    def prompt(self):
        """A shell that answers, and a kernel that keeps quiet while we read its answers."""
        self.expect(PROMPT, COMMAND)
        self.shell("dmesg -n 1")

    def type(self, text):
        self.child.send(text + "\n")

    def shell(self, command, check=True, timeout=COMMAND):
        """Run a command in the guest; returns what it printed."""
        # the quotes keep the echo of what is typed from looking like the answer
        self.type(f"echo @'B'@; {command}; echo @'E'@$?@")
        self.expect("@B@\r+\n", timeout)
        status = self.expect("@E@([0-9]+)@", timeout)
        output = self._clean(self.child.before)
        if check and status.group(1) != "0":
            self.fail(f"'{command}' ended with status {status.group(1)}, it printed: {output}")
        return output

    @staticmethod
    def _clean(text):
        """The answer alone, without terminal codes."""
        return re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", text).replace("\r", "").strip("\n")

    def reset(self):
        """The reset button of the machine itself; what is held stays held."""
        if not self.panel:
            self.qmp.execute("system_reset")
            return
        self.qmp.execute("stop")
        self.qmp.news()
        self.qmp.execute("system_reset")
        self.qmp.wait_for("RESET")
        self.panel.again()
        self.qmp.execute("cont")

    def plug(self, number=0, up=True):
        """Put the plug of a network cable in; with up=False pull it."""
        self.qmp.execute("set_link", name=f"net{number}", up=up)

    def key(self, name, down=True):
        """Press a key of the keyboard (QEMU's QKeyCode) and leave it held, or release it."""
        self.qmp.execute("input-send-event", events=[
            {"type": "key", "data": {"down": down, "key": {"type": "qcode", "data": name}}}])

    def reboot(self):
        """Reboot the guest's own way and wait until it is up again."""
        self.shell("sync")
        self.type("reboot")
        return self.boot()

    def quit(self):
        """Switch off; the flash file is complete afterwards."""
        self.qmp.execute("quit")
        self.wait_exit()

    def wait_exit(self, timeout=COMMAND):
        if self.child.expect([pexpect.EOF, pexpect.TIMEOUT], timeout=timeout):
            self.fail(f"QEMU has not ended after {timeout:.0f} s")
