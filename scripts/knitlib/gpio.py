# SPDX-License-Identifier: GPL-2.0-only
"""The pins of an emulated PL061 GPIO chip, as somebody with a probe sees them.

Output pins: QEMU's qtest socket, which works beside a running guest too, reports each change, and
QEMU writes the time of it into a log at the moment the guest does it. That misses nothing and
depends on no reader's speed, as sampling would. The guest's clock is the host's (there is no
-icount), so these times are the guest's too.
"""
import os
import queue
import re
import socket
import threading
import time
import tty
from dataclasses import dataclass

GPIODATA = 0x9030000 + 0x3fc    # address bits 9..2 are the mask: all eight pins
LINE = re.compile(r"\[S \+(\d+\.\d+)\] IRQ (raise|lower) (\d)\n")
PATIENCE = 30                   # seconds for an answer of QEMU's, on a busy host
ENOUGH = 3                      # times on, and off, that make a blink


@dataclass(frozen=True)
class Edge:
    """A change of an output pin, in seconds since power-on."""
    time: float
    pin: int
    level: bool


def lengths(edges, level):
    """How long each whole phase with that @level lasted, in seconds."""
    return [after.time - edge.time for edge, after in zip(edges, edges[1:])
            if edge.level == level]


def rate(edges):
    """(ms on, ms off) of one pin's edges; None if that is no blinking.

    A guest on a busy host is often late and hardly ever early, so it is not the median: a third
    of the phases are shorter. At a load of 13 on two cores it was 104 ms for 101.
    """
    phases = [sorted(lengths(edges, level)) for level in (True, False)]
    if min(map(len, phases)) < ENOUGH:
        return None
    return tuple(round(phase[len(phase) // 3] * 1000, 1) for phase in phases)


class Qtest:
    """QEMU's qtest socket: a line there, a line back. What it says about pins is in its log.

    The log is a terminal, since QEMU keeps what it writes to a file back until there is enough.
    """

    def __init__(self, folder):
        self.path = folder / "qtest"
        self.edges = []
        self.socket = None
        self._answers = queue.Queue()
        self._log, self._for_qemu = os.openpty()
        tty.setraw(self._for_qemu)

    def arguments(self):
        return ["-qtest", f"unix:{self.path},server=on,wait=off",
                "-qtest-log", os.ttyname(self._for_qemu)]

    def connect(self):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(str(self.path))
        # nobody may leave lines unread: QEMU would wait, and its guest with it
        threading.Thread(target=self._read_socket, daemon=True).start()
        threading.Thread(target=self._read_log, daemon=True).start()

    def _read_socket(self):
        with self.socket.makefile("r") as stream:
            try:
                for line in stream:
                    if not line.startswith("IRQ"):
                        self._answers.put(line.strip())
            except OSError:
                pass            # closed
        self._answers.put("QEMU has gone")

    def _read_log(self):
        with open(self._log, encoding="ascii") as stream:
            try:
                for line in stream:
                    self._take(line)
            except OSError:
                pass            # its other end has been closed

    def _take(self, line):
        seen = LINE.match(line)
        if seen:
            self.edges.append(Edge(float(seen[1]), int(seen[3]), seen[2] == "raise"))

    def command(self, *words):
        self.socket.sendall((" ".join(map(str, words)) + "\n").encode())
        answer = self._answers.get(timeout=PATIENCE)
        if not answer.startswith("OK"):
            raise RuntimeError(f"qtest: {' '.join(map(str, words))}: {answer}")
        return answer

    def close(self):
        """To be called when QEMU has gone, which has the log's terminal open too."""
        if self.socket:
            self.socket.close()
        os.close(self._for_qemu)


def find(qmp, kind):
    """The path of a device that QEMU's board made itself, by its type."""
    for entry in qmp.execute("qom-list", path="/machine/unattached"):
        if entry["type"] == f"child<{kind}>":
            return f"/machine/unattached/{entry['name']}"
    raise RuntimeError(f"this board has no {kind}")


class Gpio:
    """To be made before QEMU, with its arguments(), and powered while the guest stands still."""

    def __init__(self, folder):
        self.qtest = Qtest(folder)
        self.arguments = self.qtest.arguments
        self.qmp = None
        self.device = None
        self.zero = None

    def power(self, qmp):
        self.qmp = qmp
        self.device = find(qmp, "pl061")
        self.zero = time.monotonic()        # the log's clock begins when we connect
        self.qtest.connect()
        self.qtest.command("irq_intercept_out", self.device)

    def now(self):
        """Seconds since power-on, on the clock of the edges."""
        return time.monotonic() - self.zero

    def set(self, pin, level):
        """Drive an input pin."""
        self.qtest.command("set_irq_in", self.device, "unnamed-gpio-in", pin, int(level))

    def pins(self):
        """The levels of all eight pins now, read from the chip's data register."""
        text = self.qmp.execute("human-monitor-command",
                                **{"command-line": f"xp /1wx {GPIODATA:#x}"})
        return int(text.split(":")[1], 16)

    def edges(self, pin, begin=0, end=float("inf")):
        """What has happened on an output pin since power-on, or in a part of that time."""
        return [edge for edge in self.qtest.edges
                if edge.pin == pin and begin <= edge.time < end]

    def take(self):
        """All edges since the last time, which are then forgotten."""
        edges = self.qtest.edges
        taken = edges[:]
        del edges[:len(taken)]
        return taken

    def close(self):
        self.qtest.close()
