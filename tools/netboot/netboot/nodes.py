# SPDX-License-Identifier: GPL-2.0-only
"""The nodes that are known: one plain file each, and the links that lead a node to its image.

A record is a file of lines `key=value`, named by the MAC. `image` is missing until the node's
image is there; `number` says which NFS exports are the node's, and changes with the image.
"""
import dataclasses
import os
import shutil
import time

from .layout import checked_ip, checked_mac, hostname, names, replace_file, replace_link

HOSTS_MAX = 8000                # as many as there can be NFS exports for


def now():
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


@dataclasses.dataclass
class Node:
    mac: str
    ip: str
    model: str
    name: str
    first_seen: str
    last_seen: str
    image: str = ""
    number: int = 0

    def text(self):
        return "".join(f"{key}={value}\n" for key, value in dataclasses.asdict(self).items()
                       if value)


def parse(text):
    """A node from its record."""
    known = {field.name for field in dataclasses.fields(Node)}
    values = dict(line.split("=", 1) for line in text.splitlines() if "=" in line)
    values = {key: value for key, value in values.items() if key in known}
    values["number"] = int(values.get("number", 0))
    node = Node(**values)
    checked_mac(node.mac)
    checked_ip(node.ip)
    return node


class Nodes:
    """All of them. Only one process writes here: the server."""

    def __init__(self, layout, say):
        self.layout = layout
        self.say = say
        self.by_mac = {}
        for path in sorted(layout.records.glob("??:*")):
            try:
                node = parse(path.read_text(encoding="utf-8"))
                self.by_mac[node.mac] = node
            except (TypeError, ValueError, OSError, UnicodeDecodeError) as error:
                say(f"{path} is left alone, it is no record of a node: {error}")

    def seen(self, mac, ip, model):
        """A node has got an address: remember that, and say whether it is new."""
        node = self.by_mac.get(mac)
        new = node is None
        if new:
            node = Node(mac, ip, model, hostname(mac), now(), now())
            self.by_mac[mac] = node
        elif (node.ip, node.model) != (ip, model):
            self.unlink(node)
            node.ip, node.model, node.image = ip, model, ""
        self._give_up(ip, mac)
        node.last_seen = now()
        self.save(node)
        return node, new

    def _give_up(self, ip, mac):
        """Another node may have had this address before."""
        for other in self.by_mac.values():
            if other.ip == ip and other.mac != mac and other.image:
                self.unlink(other)
                other.image = ""
                self.save(other)

    def save(self, node):
        replace_file(self.layout.records / node.mac, node.text())
        host = self._host(node.mac)
        line = f"{node.mac},{node.ip},{node.name}\n"
        if not host.exists() or host.read_text(encoding="utf-8") != line:
            replace_file(host, line)

    def _host(self, mac):
        """Read by dnsmasq as soon as it is written: it knows the node then, and tells its name."""
        return self.layout.hosts / mac.replace(":", "-")

    def introduce(self, mac):
        """A node is about to get an address; see newcomers.py."""
        host, node = self._host(mac), self.by_mac.get(mac)
        if not host.exists() and len(os.listdir(self.layout.hosts)) < HOSTS_MAX:
            replace_file(host, f"{mac},{node.name if node else hostname(mac)}\n")

    def of_model(self, model):
        return [node for node in self.by_mac.values() if node.model == model]

    def find(self, word):
        """By MAC in either form, IP address or name; None if there is none."""
        word = word.lower()
        return next((node for node in self.by_mac.values()
                     if word in (*names(node.mac, node.ip), node.name)), None)

    def assign(self, node, image):
        """The node is to get @image. Its NFS exports are others from now on, since an export may
        not move to another directory: a node that still runs its old image loses it and reboots.
        """
        if node.image != image or not node.number:
            node.image = image
            node.number = 1 + max((other.number for other in self.by_mac.values()), default=0)
            (self.layout.persist / node.name).mkdir(exist_ok=True)
            self.save(node)

    def linked(self, node):
        """Whether all of the node's names lead to its image."""
        target = f"../images/{node.image}/fs"
        links = [self.layout.nodes / name for name in names(node.mac, node.ip)]
        view = self.layout.tftp / node.ip
        return bool(node.image) and view.is_dir() and view.is_symlink() and \
            os.readlink(view) == self._view_name(node) and \
            all(link.is_symlink() and os.readlink(link) == target for link in links)

    def link(self, node):
        """The node's names lead to its image from now on: what it asks for is found."""
        self._view(node)
        for name in names(node.mac, node.ip):
            replace_link(self.layout.nodes / name, f"../images/{node.image}/fs")

    def unlink(self, node):
        """The node's requests fail from now on."""
        for name in names(node.mac, node.ip):
            (self.layout.nodes / name).unlink(missing_ok=True)
        (self.layout.tftp / node.ip).unlink(missing_ok=True)
        node.number = 0

    @staticmethod
    def _view_name(node):
        return f".view-{node.mac}-{node.number}"

    def _view(self, node):
        """What the node gets for bare names: its image's boot/<model>/. dnsmasq and nginx put all
        requests of the node below this directory, also one for nodes/<mac>/<model>/kernel.
        """
        view = self.layout.tftp / self._view_name(node)
        shutil.rmtree(view, ignore_errors=True)
        for name in names(node.mac, node.ip):
            (view / "nodes" / name).mkdir(parents=True)
            (view / "nodes" / name / node.model).symlink_to(
                f"../../../images/{node.image}/fs/boot/{node.model}")
        (view / "pxe").symlink_to("../pxe")
        for name in sorted(os.listdir(self.layout.images / node.image / "fs/boot" / node.model)):
            if name not in ("nodes", "pxe"):
                (view / name).symlink_to(f"../images/{node.image}/fs/boot/{node.model}/{name}")
        replace_link(self.layout.tftp / node.ip, view.name)
        for old in self.layout.tftp.glob(f".view-{node.mac}-*"):
            if old != view:
                shutil.rmtree(old, ignore_errors=True)
