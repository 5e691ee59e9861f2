# SPDX-License-Identifier: GPL-2.0-only
"""Nodes that nobody knows yet: each has a name before it gets an address.

dnsmasq tells a name to those whom it knows, and tells us of a node only when that has its address.
A node that went on from there would be without a name, so dnsmasq leaves nodes alone that it does
not know, and what they ask everybody is read here, too: they are known when they ask again, which
is about a second later.
"""
import socket
import threading

from .layout import MODEL_PREFIX, checked_mac

DHCP_SERVERS = 67               # UDP port
EVERYBODY = "255.255.255.255"   # a socket at this address takes nothing that is for dnsmasq alone
MESSAGE_MAX = 1500
# RFC 2131 2: BOOTREQUEST, Ethernet, 6 bytes of address; 236 bytes later the magic cookie
HEAD = b"\1\1\6"
COOKIE_AT, COOKIE = 236, b"\x63\x82\x53\x63"
MAC_AT, MAC_LENGTH = 28, 6


def sender(message):
    """The MAC of the node that asks this, None if it comes from somebody else. What dnsmasq takes
    for a node's, by its options, has the prefix somewhere, and here that will do.
    """
    if not message.startswith(HEAD) or message[COOKIE_AT:COOKIE_AT + len(COOKIE)] != COOKIE or \
            MODEL_PREFIX.encode() not in message:
        return None
    return checked_mac(message[MAC_AT:MAC_AT + MAC_LENGTH].hex(":"))


class Newcomers(threading.Thread):
    """Calls @introduce with the MAC of each node that asks for an address at @interface."""

    def __init__(self, interface, introduce):
        super().__init__(daemon=True)
        self.introduce = introduce
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        # dnsmasq sets both, so that several can have the port
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, interface.encode())
        self.socket.bind((EVERYBODY, DHCP_SERVERS))

    def run(self):
        while True:
            mac = sender(self.socket.recv(MESSAGE_MAX))
            if mac:
                self.introduce(mac)
