# SPDX-License-Identifier: GPL-2.0-only
"""Asks an NFS server whether it would let us mount: portmap and MOUNT, RFC 1833 and RFC 1813."""
import os
import socket
import struct

PORTMAP, MOUNT, NFS = 100000, 100005, 100003
TIMEOUT = 3
REPLY_MAX = 65536


def _exactly(link, count):
    data = b""
    while len(data) < count:
        more = link.recv(count - len(data))
        if not more:
            raise OSError("the server has closed the connection")
        data += more
    return data


def call(host, port, program, version, procedure, words=b""):
    """One remote procedure call over TCP, as root of nowhere; the result's bytes."""
    credentials = struct.pack(">7I", 1, 20, 0, 0, 0, 0, 0)
    xid = os.urandom(4)
    message = xid + struct.pack(">5I", 0, 2, program, version, procedure) + credentials + \
        struct.pack(">2I", 0, 0) + words
    with socket.create_connection((host, port), TIMEOUT) as link:
        link.settimeout(TIMEOUT)
        link.sendall(struct.pack(">I", 0x80000000 | len(message)) + message)
        length = struct.unpack(">I", _exactly(link, 4))[0] & 0x7fffffff
        if not 24 <= length <= REPLY_MAX:
            raise OSError(f"a reply of {length} bytes")
        reply = _exactly(link, length)
    status = struct.unpack(">I", reply[20:24])[0]
    if reply[:4] != xid or status:
        raise OSError(f"the call was refused: {status}")
    return reply[24:]


def port(host, program, version):
    """Where a program listens on TCP; 0 if it doesn't."""
    return struct.unpack(">I", call(host, 111, PORTMAP, 2, 3,
                                    struct.pack(">4I", program, version, 6, 0))[:4])[0]


def mount(host, path):
    """The file handle of @path, None if it is not for us."""
    name = path.encode()
    words = struct.pack(">I", len(name)) + name + b"\0" * (-len(name) % 4)
    reply = call(host, port(host, MOUNT, 3), MOUNT, 3, 1, words)
    status, length = struct.unpack(">2I", reply[:8].ljust(8, b"\0"))
    return None if status else reply[8:8 + length]


def answers(host):
    """Whether NFS is up: the procedure that does nothing."""
    try:
        call(host, port(host, NFS, 3), NFS, 3, 0)
        return True
    except OSError:
        return False
