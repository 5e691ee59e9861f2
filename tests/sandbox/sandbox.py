# SPDX-License-Identifier: GPL-2.0-only
"""Runs knit as PID 1 of namespaces of its own, under strace, on what scenarios.py has made."""
import os
import re
import select
import signal
import socket
import subprocess
import tempfile
import termios
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
OUT = ROOT / "build" / "tests" / "sandbox"
LAUNCH = OUT / "launch"

INIT = "witness: init"          # the real init has told all that it sees
SHELL = "witness: shell"        # a failsafe shell runs
FAILSAFE = re.compile(r"knit: failsafe: .*\n")
SETTLE = 0.05                   # seconds in which a PID 1 that is about to die would


class Run:
    """What came of one boot."""

    def __init__(self):
        self.console = ""
        self.second = ""        # another console
        self.ended = None       # how PID 1 ended: "exit N", "signal N", None if it did not
        self.left = []          # names in the root that it was given, afterwards
        self.trace = ""
        self.seconds = 0.0
        self.pid = 0

    def reached(self):
        if INIT in self.console:
            return "init"
        if SHELL in self.console:
            return "shell"
        return "failsafe" if FAILSAFE.search(self.console) else None

    def lines(self, word):
        """What the witness said of one thing."""
        return [line[len(word) + 1:] for line in self.console.splitlines()
                if line.startswith(word + " ")]


def terminal():
    """A terminal that shows what is written, and nothing else."""
    master, slave = os.openpty()
    mode = termios.tcgetattr(slave)
    mode[1] &= ~termios.OPOST
    mode[3] &= ~(termios.ECHO | termios.ICANON)
    termios.tcsetattr(slave, termios.TCSANOW, mode)
    return master, slave


class Sandbox:
    """One boot, from launch to its end."""

    def __init__(self, scenario, inject=(), calls="all", follow=True):
        self.scenario = scenario
        self.run = Run()
        log, self.log = tempfile.mkstemp(prefix="knit-trace-")
        os.close(log)
        self.strace = ["strace", *["-f"] * follow, "-q", "-q", "-s", "160", "-o", self.log,
                       "-e", f"trace={calls}", "-e", "signal=none"]
        for rule in [*scenario.inject, *inject]:
            self.strace += ["-e", f"inject={rule}"]
        self.tracer = None

    def __enter__(self):
        self.begin = time.monotonic()
        self.master, self.slave = terminal()
        self.master2, self.slave2 = terminal()
        self.stage = tempfile.mkdtemp(prefix="knit-sandbox-")
        self.control, theirs = socket.socketpair()
        self.process = subprocess.Popen(
            [LAUNCH, str(theirs.fileno()), self.scenario.template, self.stage,
             f"{os.ttyname(self.slave)},{os.ttyname(self.slave2)}", *self.scenario.argv],
            pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL)
        theirs.close()
        try:
            self.attach()
        except Exception:
            self.__exit__()
            raise
        return self

    def attach(self):
        said = self.control.recv(4096).decode()
        if not said.startswith("pid "):
            raise RuntimeError(f"the sandbox cannot be set up: {said.strip()}")
        self.run.pid = int(said.split()[1])
        self.tracer = subprocess.Popen([*self.strace, "-p", str(self.run.pid)],
                                       stderr=subprocess.PIPE, text=True)
        status = Path(f"/proc/{self.run.pid}/status")
        for _ in range(2000):
            if "TracerPid:\t0" not in status.read_text():
                break
            if self.tracer.poll() is not None:
                raise RuntimeError(f"strace: {self.tracer.stderr.read()}")
            time.sleep(0.001)
        self.control.send(b"\0")

    def signal(self, number):
        self.control.send(bytes([number]))

    def type(self, text):
        os.write(self.master, text.encode())

    def hear(self, seconds):
        """What comes within that time, at most; False if nothing did."""
        ready = select.select([self.master, self.master2, self.control], [], [], seconds)[0]
        if self.master in ready:
            self.run.console += os.read(self.master, 65536).decode(errors="replace")
        if self.master2 in ready:
            self.run.second += os.read(self.master2, 65536).decode(errors="replace")
        if self.control in ready and not self.run.ended:
            self.run.ended, *left = self.control.recv(4096).decode().splitlines()
            self.run.left = [line.removeprefix("left ") for line in left]
        return ready

    def read(self, until, seconds):
        """Follow consoles and PID 1 until `until()`, or for so long; True if it came true."""
        deadline = time.monotonic() + seconds
        while not until() and not self.run.ended:
            left = deadline - time.monotonic()
            if not self.hear(max(left, 0)) and left <= 0:
                return False
        while not self.run.ended and self.hear(0):
            pass
        while select.select([self.master], [], [], 0)[0]:
            self.run.console += os.read(self.master, 65536).decode(errors="replace")
        return bool(until())

    def boot(self, seconds=20):
        """Until the real init or failsafe; a failsafe must also stay."""
        self.read(lambda: self.run.reached() or self.run.ended, seconds)
        if self.run.reached() == "init":
            self.read(lambda: self.run.ended, 5)
        elif self.run.reached() == "failsafe":      # a shell may still come
            self.read(lambda: SHELL in self.run.console,
                      3 if self.scenario.end == "shell" else SETTLE)
        if self.run.reached() in ("failsafe", "shell"):
            self.read(lambda: self.run.ended, SETTLE)
        self.run.seconds = time.monotonic() - self.begin
        return self.run

    def __exit__(self, *_):
        self.control.close()
        try:
            self.process.wait(10)
        finally:
            self.process.kill()
        if self.tracer:
            try:
                self.tracer.wait(5)
            except subprocess.TimeoutExpired:
                self.tracer.send_signal(signal.SIGKILL)
            self.tracer.stderr.close()
        self.run.trace = Path(self.log).read_text(errors="replace")
        os.unlink(self.log)
        for fd in (self.master, self.slave, self.master2, self.slave2):
            os.close(fd)
        os.rmdir(self.stage)


def boot(scenario, **options):
    with Sandbox(scenario, **options) as sandbox:
        sandbox.boot()
    return sandbox.run
