# SPDX-License-Identifier: GPL-2.0-only
"""The programs that do the work: started, started again when they end, and ended with us."""
import os
import signal
import subprocess
import threading
import time
from pathlib import Path

from . import nfs
from .layout import NetbootError

RESTART = 5                     # seconds after which a program that has ended is started again
END = 10                        # seconds that it gets to end in
# What makes a program end with the thread that has started it, however that ends. Linux forgets
# it when a program becomes another user, as dnsmasq does.
WITH_US = ("setpriv", "--pdeathsig", "TERM", "--")


class Service:
    """One program, kept running by a thread."""

    def __init__(self, name, command, layout, say, **environment):
        self.name = name
        self.command = [*WITH_US, *map(str, command)]
        self.log = layout.log / f"{name}.out"
        self.say = say
        self.environment = {**os.environ, **environment}
        self.ending = threading.Event()
        self.process = None
        self.thread = threading.Thread(target=self._keep, daemon=True)

    def start(self):
        self.thread.start()

    def _keep(self):
        while not self.ending.is_set():
            try:
                with open(self.log, "ab") as log:
                    self.process = subprocess.Popen(
                        self.command, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                        env=self.environment)
                status = self.process.wait()
            except OSError as error:
                status = error
            if not self.ending.is_set():
                self.say(f"{self.name} has ended: {status}, see {self.log}; "
                         f"starting it again in {RESTART} s")
            self.ending.wait(RESTART)

    def signal(self, number):
        if self.process and self.process.poll() is None:
            self.process.send_signal(number)

    def stop(self):
        self.ending.set()
        self.signal(signal.SIGTERM)
        self.signal(signal.SIGCONT)     # it may have been stopped
        self.thread.join(END)
        if self.thread.is_alive():
            self.say(f"{self.name} does not end, so it is killed")
            self.signal(signal.SIGKILL)
            self.thread.join(END)


def wait_for(what, ready, seconds):
    """Until @ready() is true."""
    end = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > end:
            raise NetbootError(f"{what} is not up after {seconds} s")
        time.sleep(.05)


def portmapper_runs(host):
    try:
        nfs.port(host, nfs.PORTMAP, 2)
        return True
    except OSError:
        return False


def end_leftover(name, pid_file):
    """A program of a server that was killed."""
    try:
        pid = int(pid_file.read_text(encoding="ascii"))
        if Path(f"/proc/{pid}/comm").read_text(encoding="ascii").strip() == name:
            os.kill(pid, signal.SIGKILL)
    except (OSError, ValueError):
        pass                    # there is none
