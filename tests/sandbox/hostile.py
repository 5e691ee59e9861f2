#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""hostile.py dhcp|tftp|http HOW: a server that does what it should not, until it is killed.

tftp window LOSS serves a file well, as RFC 7440 has it, but loses each LOSSth block.
"""
import socket
import struct
import sys

SERVER = socket.inet_aton("10.9.0.1")
CLIENT = socket.inet_aton("10.9.0.77")
COOKIE = b"\x63\x82\x53\x63"
FILE = bytes(range(256)) * 12000 + b"end"


def udp(port):
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, b"br0")
    s.bind(("0.0.0.0", port))
    return s


def reply(request, kind, options, file=b"", sname=b"", **change):
    """A BOOTP reply to @request."""
    xid = change.get("xid", request[4:8])
    chaddr = change.get("chaddr", request[28:44])
    head = struct.pack("!4B4sHH4s4s4s4s16s", 2, 1, 6, 0, xid, 0, 0x8000, bytes(4),
                       change.get("yiaddr", CLIENT), SERVER, bytes(4), chaddr)
    who = b"" if change.get("nobody") else b"\x36\4" + SERVER
    return (head + sname.ljust(64, b"\0") + file.ljust(128, b"\0") + COOKIE +
            bytes([53, 1, kind]) + who + options)


def garbage(request, kind):
    """Answers that are none, of each kind that there is."""
    yield b""
    yield bytes(240)
    yield reply(request, kind, b"\x0c\xffcut off")
    yield reply(request, kind, b"\x0c")
    yield reply(request, kind, b"\xff", xid=b"none")
    yield reply(request, kind, b"\xff", chaddr=bytes(16))
    yield reply(request, kind, b"\xff", nobody=True)
    yield reply(request, kind, b"\xff", yiaddr=bytes(4))
    yield reply(request, kind, b"\x34\1\3\xff", b"\x0c\xff" * 64, b"\x0c\xff" * 32)
    yield reply(request, kind, (b"\x0c\xff" + b"x" * 255) * 6)
    yield reply(request, kind, b"\0" * 60000)
    yield reply(request, kind, b"\xff")[:200]
    yield bytes([1]) + reply(request, kind, b"\xff")[1:]


def dhcp(how):
    s = udp(67)
    refused = 0
    while True:
        request, _ = s.recvfrom(2000)
        kind = request[242]
        to = ("255.255.255.255", 68)
        answer = 2 if kind == 1 else 5
        for packet in garbage(request, answer):
            s.sendto(packet, to)
        if how == "nak" and kind == 3 and not refused:
            refused = 1
            s.sendto(reply(request, 6, b"\xff", yiaddr=bytes(4)), to)
            continue
        # the mask, and where the rest is
        s.sendto(reply(request, answer, b"\1\4\xff\xff\xff\0\x34\1\3\xff",
                       b"\x43\4file\x11\5/over\xff", b"\0\x0c\4load\xff"), to)


def options_of(request):
    words = request[2:].split(b"\0")
    return words[0], dict(zip(words[2::2], words[3::2]))


class Transfer:
    """Of TFTP, from a port of its own."""

    def __init__(self, request, client):
        self.name, self.options = options_of(request)
        self.client = client
        self.socket = udp(0)
        self.socket.settimeout(1)

    def send(self, data):
        self.socket.sendto(data, self.client)

    def heard(self):
        """The number of the last block that the client has; None: it is silent."""
        try:
            return struct.unpack("!H", self.socket.recv(600)[2:4])[0]
        except socket.timeout:
            return None


def block(number, data):
    return struct.pack("!HH", 3, number & 0xffff) + data


def window(t, loss):
    """Windows, some blocks of which are lost."""
    size, many = int(t.options[b"blksize"]), int(t.options[b"windowsize"])
    t.send(b"\0\6blksize\0%d\0windowsize\0%d\0tsize\0%d\0" % (size, many, len(FILE)))
    sent = base = silent = 0
    last = len(FILE) // size + 1
    while base < last and silent < 10:
        heard = t.heard()
        if heard is None:
            silent += 1
        else:
            base += (heard - base) & 0xffff if (heard - base) & 0xffff <= many else 0
            silent = 0
        for number in range(base + 1, min(base + many, last) + 1):
            sent += 1
            if not loss or sent % loss:
                t.send(block(number, FILE[(number - 1) * size:number * size]))


def tftp(how, loss="0"):
    s = udp(69)
    while True:
        request, client = s.recvfrom(600)
        t = Transfer(request, client)
        if t.name != b"kernel":
            t.send(b"\0\5\0\1no\0")
        elif how == "window":
            window(t, int(loss))
        elif how == "endless":
            number = 1
            while t.send(block(number, bytes(512))) or t.heard() is not None:
                number += 1
        elif how == "short":
            t.send(b"\0\6tsize\x001000\0")
            t.heard()
            t.send(block(1, bytes(511)))
        elif how == "options":
            t.send(b"\0\6blksize\x0065464\0")
        elif how == "huge":
            t.send(b"\0\6tsize\x0099999999999999\0")
        elif how == "garbage":
            for data in (b"", b"\0", b"\0\3", b"\0\4\0\0", b"\xff" * 1400):
                t.send(data)


HTTP = {
    "header": [b"HTTP/1.1 200 OK\r\n" + b"X: " + b"x" * (1 << 20) + b"\r\n\r\n"],
    "lines": [b"HTTP/1.1 200 OK\r\n" + b"X: x\r\n" * (1 << 17) + b"\r\n"],
    "negative": [b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello"],
    "nolength": [b"HTTP/1.1 200 OK\r\n\r\nhello"],
    "large": [b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\nhello"],
    "chunk": [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffff\r\nhello"],
    "nochunk": [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\nhello"],
    "loop": [b"HTTP/1.1 302 Found\r\nLocation: /file\r\n\r\n"],
    "name": [b"HTTP/1.1 302 Found\r\nLocation: http://server/file\r\n\r\n"],
    "none": [b"SSH-2.0-OpenSSH\r\n\r\n"],
    "forbidden": [b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"],
    "short": [b"HTTP/1.1 200 OK\r\nContent-Length: 500000\r\n\r\n" + bytes(400000)],
    "elsewhere": [b"HTTP/1.1 302 Found\r\nLocation: b/other?x=1\r\nContent-Length: 4\r\n\r\nnone",
                  b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                  b"6;a=b\r\n#!ipxe\r\n14\r\n\nkernel good x=y ||\n\r\n0\r\n\r\n",
                  b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello, and more than that"],
    # a script that is not there yet, a kernel, and the script
    "late": [b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
             b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nkernel",
             b"HTTP/1.1 200 OK\r\nContent-Length: 33\r\n\r\n#!ipxe\nkernel kernel late\nboot #\n",
             b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nkernel"],
}


def http(how):
    s = socket.create_server(("10.9.0.1", 80), backlog=8)
    answers = HTTP[how]
    turn = 0
    while True:
        client, _ = s.accept()
        try:
            client.recv(4096)
            client.sendall(answers[turn % len(answers)])
        except OSError:
            pass            # it has heard enough
        client.close()
        turn += 1


if __name__ == "__main__":
    {"dhcp": dhcp, "tftp": tftp, "http": http}[sys.argv[1]](*sys.argv[2:])
