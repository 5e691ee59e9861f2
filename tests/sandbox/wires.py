# SPDX-License-Identifier: GPL-2.0-only
"""A machine and a PC in network namespaces, cables between them, and knit's network on the machine.

An Ethernet interface is one end of a veth pair; it has a link while the other end, PORT-pc on the
PC, is up: plug() and pull(). The code is tests/sandbox/netdrive.c.
"""
import fcntl
import itertools
import json
import os
import select
import struct
import subprocess
import time
from pathlib import Path

from sandbox import HERE, OUT, ROOT
from scenarios import tool

PYTHON = "/usr/bin/python3"
NETMSG = ROOT / "tests" / "netmsg.py"
FLAGS = ["-std=gnu11", "-Os", "-ffreestanding", "-nostdinc", "-fno-pie", "-fno-stack-protector",
         "-fno-asynchronous-unwind-tables", "-ffunction-sections", "-fno-strict-aliasing",
         "-mgeneral-regs-only", "-mno-red-zone", "-fcf-protection=none", "-Wall", "-Wextra",
         "-Werror", f"-I{ROOT / 'init'}", "-DCONFIG_KNIT_NET", "-DCONFIG_KNIT_NETMSG",
         "-DCONFIG_KNIT_FAILSAFE_NET"]
LINK = ["-no-pie", "-static", "-nostartfiles", "-nolibc", "-Wl,--gc-sections",
        "-Wl,-z,noexecstack", "-Wl,--build-id=none", "-Wl,--no-warn-rwx-segments",
        f"-Wl,-T,{ROOT / 'arch' / 'knit.lds'}"]
PROMPT = "Please press button now to enter failsafe"
MARK = "NOTRAILERS"     # what knit has brought up
LINK_SECONDS = 3        # in which the kernel has told everybody that a link is there
NUMBERS = itertools.count()

SECCOMP = """
import ctypes, os, sys
libc = ctypes.CDLL(None)
rules = bytes.fromhex(sys.argv[1])
text = ctypes.create_string_buffer(rules)
prog = (ctypes.c_uint64 * 2)(len(rules) // 8, ctypes.addressof(text))
assert not libc.prctl(38, 1, 0, 0, 0) and not libc.prctl(22, 2, prog, 0, 0)
os.execv(sys.argv[2], sys.argv[2:])
"""


def refusing(call, error, argument=None):
    """Run what follows without a system call, or without a request of ioctl's."""
    def rule(code, k, yes=0, no=0):
        return struct.pack("HBBI", code, yes, no, k)

    load, equal, ret = 0x20, 0x15, 0x06
    rules = rule(load, 0) + rule(equal, call, 0, 3 if argument else 1)
    if argument:
        rules += rule(load, 24) + rule(equal, argument, 0, 1)
    rules += rule(ret, 0x50000 | error) + rule(ret, 0x7fff0000)
    return [PYTHON, "-c", SECCOMP, rules.hex()]


def build(more=()):
    """The driver, once for all workers of a test run."""
    folder = OUT / "net"
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "lock", "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        out = folder / "-".join(["drive", *more])
        made_of = [HERE / "netdrive.c", Path(__file__), *(ROOT / "init").rglob("*.[ch]"),
                   *(ROOT / "arch").rglob("*"), ROOT / "boards" / "board.h"]
        if out.exists() and out.stat().st_mtime > max(p.stat().st_mtime for p in made_of):
            return out
        nolibc = Path(tool("scripts/kernel-source").splitlines()[-1]) / "tools/include/nolibc"
        include = []
        for path in (nolibc, tool("scripts/kernel-headers", "x86_64").splitlines()[-1],
                     tool("gcc", "-print-file-name=include").strip()):
            include += ["-isystem", path]
        tool("gcc", *FLAGS, *[f"-DCONFIG_KNIT_{name}" for name in more], *include, *LINK,
             ROOT / "arch" / "x86" / "entry.c", HERE / "netdrive.c", "-o", out)
        return out


class Listener:
    """The decoder at the PC's end of a cable, or for all as a program that has a socket."""

    def __init__(self, wires, port=None):
        where = ["-i", f"{port}-pc"] if port else []
        self.process = subprocess.Popen(wires.on("pc", PYTHON, NETMSG, *where),
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert self.process.stderr.readline() == b"listening\n"
        self.text = b""

    def heard(self, seconds=0.2):
        """What came since the last time, waiting until it is silent for that long."""
        while select.select([self.process.stdout], [], [], seconds)[0]:
            chunk = os.read(self.process.stdout.fileno(), 65536)
            assert chunk, self.process.stderr.read().decode()
            self.text += chunk
        lines, self.text = self.text.splitlines(), b""
        return [json.loads(line) for line in lines]

    def end(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()
        self.process.stderr.close()


class Wires:
    """The two namespaces, from their making to their end."""

    def __init__(self, *ports, pid=None):
        self.pid = pid          # of the machine, if it has its namespace already
        self.names = {name: f"knit-{os.getpid()}-{next(NUMBERS)}-{name}"
                      for name in ("machine", "pc")}
        self.ports, self.listeners, self.drivers = ports, [], []

    def __enter__(self):
        for name, full in self.names.items():
            if name == "machine" and self.pid:
                tool("ip", "netns", "attach", full, self.pid)
            else:
                tool("ip", "netns", "add", full)
        for port in self.ports:
            self.add(port)
        return self

    def on(self, name, *command):
        return ["ip", "netns", "exec", self.names[name], *map(str, command)]

    def ip(self, name, *words):
        return tool("ip", "-n", self.names[name], *words)

    def add(self, port, link=True):
        """A new interface on the machine. It has a link at once if somebody brings it up."""
        self.ip("machine", "link", "add", port, "type", "veth", "peer", "name", f"{port}-pc",
                "netns", self.names["pc"])
        if link:
            self.plug(port)

    def plug(self, port):
        self.ip("pc", "link", "set", f"{port}-pc", "up")

    def pull(self, port):
        self.ip("pc", "link", "set", f"{port}-pc", "down")

    def listen(self, port=None):
        self.listeners.append(Listener(self, port))
        return self.listeners[-1]

    def drive(self, interfaces="", address="0", before=(), more=()):
        """Knit's network on the machine."""
        self.drivers.append(Driver(self.on("machine", *before, build(more), interfaces, address)))
        return self.drivers[-1]

    def interfaces(self):
        """The machine's, by name: flags but for the link's, IPv4 addresses, the bridge."""
        rows = json.loads(self.ip("machine", "-j", "addr"))
        return {row["ifname"]: (set(row["flags"]) - {"LOWER_UP", "NO-CARRIER"},
                                [f"{a['local']}/{a['prefixlen']}" for a in row["addr_info"]
                                 if a["family"] == "inet"], row.get("master"))
                for row in rows}

    def holders(self, address="192.168.1.1/24"):
        return [name for name, row in self.interfaces().items() if address in row[1]]

    def linked(self, *ports):
        """Wait until the machine's kernel says that these have a link."""
        deadline = time.monotonic() + LINK_SECONDS
        while not all(self.state(port) == "UP" for port in ports):
            assert time.monotonic() < deadline, self.interfaces()
            time.sleep(0.02)

    def state(self, port):
        return json.loads(self.ip("machine", "-j", "link", "show", port))[0]["operstate"]

    def unlinked(self, port):
        """Wait until it says so of the opposite; that takes it up to a second."""
        deadline = time.monotonic() + LINK_SECONDS
        while self.state(port) in ("UP", "UNKNOWN"):
            assert time.monotonic() < deadline
            time.sleep(0.02)

    def answers(self, port, seconds=0.5):
        """Whether the machine answers a PC that sits at the end of this cable alone."""
        self.ip("pc", "addr", "add", "192.168.1.2/24", "dev", f"{port}-pc")
        code = ("import socket\n"
                "s = socket.socket()\n"
                f"s.settimeout({seconds})\n"
                "print(s.connect_ex(('192.168.1.1', 22)))\n")
        done = subprocess.run(self.on("pc", PYTHON, "-c", code), text=True, timeout=20,
                              stdout=subprocess.PIPE, check=True)
        self.ip("pc", "addr", "del", "192.168.1.2/24", "dev", f"{port}-pc")
        return done.stdout == "111\n"       # ECONNREFUSED: nobody listens, but it is there

    def __exit__(self, *_):
        for one in [*self.listeners, *self.drivers]:
            one.end()
        for name in self.names.values():
            tool("ip", "netns", "del", name)


class Driver:
    """netdrive.c, a command at a time."""

    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def do(self, command):
        self.process.stdin.write(command.encode() + b"\n")
        self.process.stdin.flush()
        ready = select.select([self.process.stdout], [], [], 10)[0]
        answer = self.process.stdout.readline().decode().split() if ready else None
        assert answer and answer[0] == command.split()[0], f"{command}: {answer}"
        return int(answer[1])

    def end(self):
        self.process.stdin.close()
        try:
            self.process.wait(5)
        finally:
            self.process.kill()
            self.process.stdout.close()


def opened(wires, *linked, **options):
    """Knit as in the window, when these ports have a link."""
    knit = wires.drive(**options)
    knit.do("open")
    wires.linked(*linked)
    return knit
