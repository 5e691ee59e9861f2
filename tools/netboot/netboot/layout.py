# SPDX-License-Identifier: GPL-2.0-only
"""Where the server keeps what, and which names from the network it takes.

Below one directory, <top>:

    tftp/                    what TFTP and HTTP serve
        images/<id>/fs       an image: <id> is the digest of its manifest
        nodes/<name>         link to ../images/<id>/fs; <name> is the MAC with colons, with dashes,
                             and the IP address of a node
        <ip>/                what that node gets if it asks for a bare name such as `kernel`
    records/<mac>            a node: see nodes.py
    models/<model>           link to the image that nodes of this model get
    persist/<hostname>       what a node may write
    log/                     of the servers, and what the nodes said
    run/                     their configurations, leases, sockets
"""
import os
import re
import stat
from pathlib import Path

EXPORTED = "/var/lib/walt"      # what <top>/tftp is called over NFS, wherever it lies

# A model comes from whoever asks for an address, and becomes part of a path and of the name of an
# image. 63 is more than any that is in use.
MODEL = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,62})$", re.A)
MAC = re.compile(r"[0-9a-f]{2}(?::[0-9a-f]{2}){5}$", re.A)
IPV4 = re.compile(r"(?:\d{1,3}\.){3}\d{1,3}$", re.A)
MODEL_PREFIX = "walt.node."     # of option 77, or of option 60


class NetbootError(Exception):
    """Something that a person has to know; its text is the message."""


def model_of(user_class, vendor_class):
    """The model in a DHCP request, None if its sender is no node. Option 77 is asked first."""
    for text in (user_class, vendor_class):
        if (text or "").startswith(MODEL_PREFIX):
            model = text[len(MODEL_PREFIX):]
            if not MODEL.match(model):
                raise NetbootError(f"this is no name of a model: {model[:80]!r}")
            return model
    return None


def checked_mac(text):
    """A MAC as we write it: lower case, colons."""
    mac = text.lower().replace("-", ":")
    if not MAC.match(mac):
        raise NetbootError(f"this is no MAC address: {text[:40]!r}")
    return mac


def checked_ip(text):
    if not IPV4.match(text) or any(int(part) > 255 for part in text.split(".")):
        raise NetbootError(f"this is no IPv4 address: {text[:40]!r}")
    return text


def hostname(mac):
    """What WalT calls a new node."""
    return "node-" + mac.replace(":", "")[-6:]


def names(mac, ip):
    """The names that a node's links and its NFS exports have."""
    return mac, mac.replace(":", "-"), ip


class Layout:
    """The paths below one directory."""

    def __init__(self, top):
        self.top = Path(top).resolve()
        self.tftp = self.top / "tftp"
        self.images = self.tftp / "images"
        self.nodes = self.tftp / "nodes"
        self.records = self.top / "records"
        self.models = self.top / "models"
        self.persist = self.top / "persist"
        self.log = self.top / "log"
        self.run = self.top / "run"
        self.hosts = self.run / "hosts"
        self.control = self.run / "control"

    def make(self):
        """dnsmasq and nginx read here as somebody else."""
        for folder in (self.images, self.nodes, self.records, self.models, self.persist, self.log,
                       self.hosts):
            folder.mkdir(parents=True, exist_ok=True)
        for folder in (self.tftp, *self.tftp.parents):
            if not folder.stat().st_mode & stat.S_IXOTH:
                raise NetbootError(f"{folder} is closed to others, so that nobody could be served "
                                   f"from below it: chmod o+x {folder}")


def replace_link(link, target):
    """@link points to @target from one moment to the next."""
    new = link.with_name(f".{link.name}.new")
    new.unlink(missing_ok=True)
    new.symlink_to(target)
    os.replace(new, link)


def replace_file(path, text):
    """@path holds @text from one moment to the next, also if the power fails in between."""
    new = path.with_name(f".{path.name}.new")
    with open(new, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(new, path)
