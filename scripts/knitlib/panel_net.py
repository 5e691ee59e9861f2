# SPDX-License-Identifier: GPL-2.0-only
"""What is at the other end of a board's network cable, and the messages that come out of it.

Cable needs no root: each Ethernet frame is a datagram on a socket of ours. Lan does: a network
namespace, where any program can listen, ping and log in.
"""
import os
import socket
import struct
import subprocess
import threading
import time
from dataclasses import dataclass

PORT = 4919
MAGIC = b"\xde\xad"
LENGTH = 1001                   # of a datagram, whatever its text
TEXT_MAX = 998


@dataclass(frozen=True)
class Message:
    """A datagram to port 4919. @error: what is wrong with it, empty if nothing is."""
    time: float                 # time.monotonic() when it came
    cable: int
    source: str                 # addresses
    target: str
    text: str
    error: str = ""


def udp(frame):
    """(source, destination, port, payload) of an Ethernet frame with UDP over IPv4, else None."""
    kind, ip = frame[12:14], frame[14:]
    if kind == b"\x81\x00":     # a VLAN's tag
        kind, ip = frame[16:18], frame[18:]
    if kind != b"\x08\x00" or len(ip) < 28 or ip[0] >> 4 != 4 or ip[9] != 17:
        return None
    if struct.unpack_from(">H", ip, 6)[0] & 0x3fff:     # a fragment
        return None
    header = (ip[0] & 15) * 4
    if header < 20 or len(ip) < header + 8:
        return None
    port, length = struct.unpack_from(">HH", ip, header + 2)
    return (socket.inet_ntoa(ip[12:16]), socket.inet_ntoa(ip[16:20]), port,
            ip[header + 8:header + length])


def text_of(payload):
    """(text, what is wrong) of a datagram."""
    if payload[:2] != MAGIC:
        return payload[:TEXT_MAX].decode(errors="replace"), "it does not begin with DE AD"
    text, _, rest = payload[2:].partition(b"\0")
    wrong = ""
    if len(payload) != LENGTH:
        wrong = f"{len(payload)} bytes instead of {LENGTH}"
    elif len(text) > TEXT_MAX or any(rest):
        wrong = "its text is not closed by zeros"
    return text.decode(errors="replace"), wrong


def message(frame, cable=0, when=0.0):
    """The message in a frame, None if it is something else."""
    found = udp(frame)
    if not found or found[2] != PORT:
        return None
    text, wrong = text_of(found[3])
    return Message(when, cable, found[0], found[1], text, wrong)


class Cable:
    """A cable whose other end is this program. @path: a folder for its two sockets."""
    wrapper = ()

    def __init__(self, path, number=0):
        self.number = number
        self.frames = []        # (time.monotonic(), bytes)
        self.messages = []
        self._paths = [f"{path}/cable{number}-{end}" for end in ("board", "us")]
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._unlink()
        self.socket.bind(self._paths[1])
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        while True:
            try:
                frame = self.socket.recv(65536)
            except OSError:
                return
            if not frame:       # shut down by close()
                return
            now = time.monotonic()
            self.frames.append((now, frame))
            found = message(frame, self.number, now)
            if found:
                self.messages.append(found)

    def netdev(self, name):
        board, us = self._paths
        return (f"dgram,id={name},local.type=unix,local.path={board},"
                f"remote.type=unix,remote.path={us}")

    def send(self, frame):
        """A frame to the board."""
        self.socket.sendto(frame, self._paths[0])

    def close(self):
        try:
            self.socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass                # it is nobody's peer; the shutdown wakes the reader all the same
        self.socket.close()
        self._unlink()

    def _unlink(self):
        for path in self._paths:
            if os.path.exists(path):
                os.unlink(path)


def _ip(*words):
    subprocess.run(["ip", *map(str, words)], check=True, stdin=subprocess.DEVNULL)


class Lan:
    """A network namespace with a tap device for each of the board's network cards.

    Use as a context manager; the board has to be switched off first.
    """

    def __init__(self, ports=1, address="192.168.1.2/24"):
        self.name = f"knit-{os.getpid()}-{id(self):x}"
        self.address = address
        self.taps = [Tap(self, number) for number in range(ports)]

    def __enter__(self):
        _ip("netns", "add", self.name)
        try:
            self._wire()
        except BaseException:
            self.__exit__()
            raise
        return self

    def _wire(self):
        _ip("-n", self.name, "link", "set", "lo", "up")
        for tap in self.taps:
            _ip("-n", self.name, "tuntap", "add", "dev", tap.device, "mode", "tap")
            _ip("-n", self.name, "link", "set", tap.device, "up")
        if self.address:
            _ip("-n", self.name, "address", "add", self.address, "dev", self.taps[0].device)

    def __exit__(self, *_):
        _ip("netns", "delete", self.name)

    @property
    def wrapper(self):
        """What makes a program run in here."""
        return ("nsenter", f"--net=/run/netns/{self.name}")

    def popen(self, *words, **more):
        """Start a program in the namespace: a listener, tcpdump …"""
        return subprocess.Popen([*self.wrapper, *map(str, words)], **more)

    def run(self, *words, **more):
        """Run one to its end."""
        return subprocess.run([*self.wrapper, *map(str, words)],
                              **{"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT,
                                 "text": True, "check": False, **more})


class Tap:
    """One cable of a Lan."""

    def __init__(self, lan, number):
        self.lan = lan
        self.device = f"tap{number}"

    @property
    def wrapper(self):
        return self.lan.wrapper

    def netdev(self, name):
        return f"tap,id={name},ifname={self.device},script=no,downscript=no"
