# SPDX-License-Identifier: GPL-2.0-only
"""The server of network nodes in a namespace of its own, and nodes at its network: emulated
boards, or no more than a busybox that asks for an address and for files.
"""
import os
import re
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from knitlib import artefacts
from knitlib.panel_net import Lan, Tap

TOOLS = artefacts.ROOT / "tools/netboot"
SERVER = "10.77.0.1"
MODEL = "pc-x86-64"
BRIDGE = "nodes"
READY = 60                      # seconds: servers start while much else runs
INSIDE = "mount -t tmpfs tmpfs /run; exec \"$@\""


def ip(*words):
    subprocess.run(["ip", *map(str, words)], check=True, stdin=subprocess.DEVNULL)


def until(what, true, seconds=READY):
    """Wait for it; returns what it returned."""
    end = time.monotonic() + seconds
    while True:
        found = true()
        if found:
            return found
        assert time.monotonic() < end, f"{what}: not within {seconds} s"
        time.sleep(.05)


class Bed(Lan):
    """A server that gets its images from @source; its files are below .folder, which is gone
    afterwards. Use as a context manager.
    """

    def __init__(self, source, ports=1, plain_http=False):
        super().__init__(ports, address=None)
        # not below pytest's folder, which is closed to those who serve files
        self._top = tempfile.TemporaryDirectory(prefix="knit-nodes-")
        os.chmod(self._top.name, 0o755)
        self.folder = Path(self._top.name) / "server"
        self.source = source
        self.plain_http = plain_http
        self.server = None
        self.clients = []
        self.others = []
        self.output = self.folder.with_suffix(".said")

    def _wire(self):
        super()._wire()
        ip("-n", self.name, "link", "add", BRIDGE, "type", "bridge", "forward_delay", 0)
        ip("-n", self.name, "address", "add", f"{SERVER}/24", "dev", BRIDGE)
        ip("-n", self.name, "link", "set", BRIDGE, "up")
        for tap in self.taps:
            ip("-n", self.name, "link", "set", tap.device, "master", BRIDGE)

    def __exit__(self, *_):
        try:
            self.stop()
        finally:
            for process in self.others:
                process.kill()
                process.wait()
            self.end_rest()
            for client in self.clients:
                ip("netns", "delete", client.name)
            super().__exit__()
            self._top.cleanup()

    def start(self, ready=True, **environment):
        """The server, and wait until it says that it is ready."""
        words = [TOOLS / "knit-netboot", self.folder, "--interface", BRIDGE,
                 "--address", f"{SERVER}/24", "--images", self.source,
                 *(["--plain-http"] if self.plain_http else [])]
        with open(self.output, "ab") as said:
            begin = said.tell()
            self.server = self.popen("unshare", "-m", "--propagation", "private", "sh", "-c",
                                     INSIDE, "sh", *words, stdin=subprocess.DEVNULL, stdout=said,
                                     stderr=said, env={**os.environ, **environment})
        if ready:
            self.says("ready on", begin)

    def stop(self):
        """The server ends, and so does all that it has started."""
        if self.server and self.server.poll() is None:
            self.server.send_signal(signal.SIGTERM)
            self.server.wait(READY)

    def said(self):
        return self.output.read_text(encoding="utf-8") if self.output.exists() else ""

    def says(self, pattern, begin=0, seconds=READY):
        def true():
            assert not self.server or self.server.poll() is None, self.said()
            return re.search(pattern, self.said()[begin:])
        try:
            return until(pattern, true, seconds)
        except AssertionError as error:
            raise AssertionError(f"{error}; the server said:\n{self.said()}") from None

    def client(self, mac=None):
        client = Client(self, len(self.clients) + 1, mac)
        self.clients.append(client)
        return client

    def also(self, *words, **more):
        """Another program in the namespace, which ends with it."""
        process = self.popen(*words, stdin=subprocess.DEVNULL, **more)
        self.others.append(process)
        return process

    def tool(self, *words):
        """knit-node with these words."""
        return self.run(TOOLS / "knit-node", "--directory", self.folder, *words)

    def record(self, mac):
        """A node's record as a dictionary, empty if there is none."""
        path = self.folder / "records" / mac
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        return dict(line.split("=", 1) for line in text.splitlines())

    def pids(self):
        """All processes in the namespace."""
        done = subprocess.run(["ip", "netns", "pids", self.name], stdout=subprocess.PIPE,
                              text=True, check=True)
        return [int(pid) for pid in done.stdout.split()]

    def end_rest(self):
        """What a server has left that was killed."""
        for pid in self.pids():
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass            # it was just ending

    def pid_of(self, program):
        """The process of that name in this namespace."""
        for pid in self.pids():
            try:
                if Path(f"/proc/{pid}/comm").read_text(encoding="ascii").strip() == program:
                    return pid
            except OSError:
                pass            # it has ended meanwhile
        return None


class Client:
    """A namespace at the bridge with busybox in it."""

    def __init__(self, bed, number, mac=None):
        self.name = f"{bed.name}-{number}"
        self.mac = mac or f"52:54:00:77:00:{number:02x}"
        self.address = None
        self.busybox = artefacts.script("userland", "x86_64")
        there = f"v{number}"
        ip("netns", "add", self.name)
        ip("-n", self.name, "link", "add", "eth0", "address", self.mac, "type", "veth",
           "peer", "name", there, "netns", bed.name)
        ip("-n", self.name, "link", "set", "eth0", "up")
        ip("-n", bed.name, "link", "set", there, "up", "master", BRIDGE)

    def away(self):
        """It is switched off, and another one may have its address."""
        ip("-n", self.name, "link", "set", "eth0", "down")

    def run(self, *words, **more):
        return subprocess.run(["nsenter", f"--net=/run/netns/{self.name}", self.busybox,
                               *map(str, words)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, check=False, **more)

    def dhcp(self, vendor=None, user=None, script="/bin/true"):
        """Get an address; returns what udhcpc says."""
        words = ["udhcpc", "-i", "eth0", "-n", "-q", "-f", "-t", "10", "-T", "1", "-O", "tftp",
                 "-O", "search", "-s", script]
        words += ["-V", vendor] if vendor else []
        words += ["-x", f"0x4d:{user.encode().hex()}"] if user else []
        text = self.run(*words).stdout.decode()
        found = re.search(r"lease of ([\d.]+) obtained", text)
        assert found, text
        if not self.address:
            self.address = found[1]
            ip("-n", self.name, "address", "add", f"{found[1]}/24", "dev", "eth0")
        return text

    def tftp(self, name):
        """A file's bytes, None if the server does not have it."""
        done = self.run("tftp", "-g", "-r", name, "-l", "/dev/stdout", SERVER)
        return done.stdout if not done.returncode else None

    def http(self, path):
        done = self.run("wget", "-q", "-O", "-", f"http://{SERVER}/{path}")
        return done.stdout if not done.returncode else None


__all__ = ["Bed", "Client", "MODEL", "SERVER", "TOOLS", "Tap", "until"]
