#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""Shows the messages that knit, or OpenWrt's preinit, broadcasts: a line of JSON for each.

It shares nothing with what sends them. As any program it hears what the kernel lets through to UDP
port 4919; with -i it takes the packets off an interface itself (as root), whatever address that
has, or none. `valid` is whether it is a message to the last byte.
"""
import argparse
import errno
import json
import socket
import struct
import sys

PORT = 4919
SIZE = 1001             # of a datagram, whatever the text
MAGIC = b"\xde\xad"
LARGE = 65536
ETH_P_IP = 0x0800
UDP = 17
IP_PKTINFO = 8          # include/uapi/linux/in.h; Python has no name for it


def decoded(data):
    """What a datagram says. Behind the text there is nothing but zeroes."""
    text, _, rest = data[2:].partition(b"\0")
    return {"bytes": len(data), "text": text.decode(errors="backslashreplace"),
            "valid": len(data) == SIZE and data[:2] == MAGIC and not any(rest)}


def plain():
    """Datagrams, as a socket has them."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        udp.setsockopt(socket.IPPROTO_IP, IP_PKTINFO, 1)
        udp.bind(("", PORT))
        print("listening", file=sys.stderr, flush=True)
        while True:
            data, more, _, (source, _) = udp.recvmsg(LARGE, 256)
            index, _, to = struct.unpack("i4s4s", more[0][2])
            yield {"interface": socket.if_indextoname(index), "from": source,
                   "to": socket.inet_ntoa(to), "port": PORT, **decoded(data)}


def packet(frame):
    """What an Ethernet frame has to do with us, None for any other."""
    ip = frame[14:]
    if frame[12:14] != struct.pack(">H", ETH_P_IP) or ip[9] != UDP:
        return None
    udp = ip[4 * (ip[0] & 15):]
    _, port, length = struct.unpack_from(">HHH", udp)
    if port != PORT:
        return None
    return {"ethernet": frame[:6].hex(":"), "from": socket.inet_ntoa(ip[12:16]),
            "to": socket.inet_ntoa(ip[16:20]), "port": port, **decoded(udp[8:length])}


def raw(interface):
    """Frames that came in on an interface."""
    with socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_IP)) as link:
        link.bind((interface, ETH_P_IP))
        print("listening", file=sys.stderr, flush=True)
        while True:
            try:
                frame, (_, _, kind, *_) = link.recvfrom(LARGE)
            except OSError as error:
                if error.errno != errno.ENETDOWN:       # told once, it may come up again
                    raise
                continue
            found = packet(frame) if kind != socket.PACKET_OUTGOING else None
            if found:
                yield {"interface": interface, **found}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-i", metavar="INTERFACE", help="take the packets off this interface")
    parser.add_argument("-n", metavar="N", type=int, help="end after so many")
    args = parser.parse_args()
    try:
        for count, message in enumerate(raw(args.i) if args.i else plain(), 1):
            print(json.dumps(message), flush=True)
            if count == args.n:
                break
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
