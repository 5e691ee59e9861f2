# SPDX-License-Identifier: GPL-2.0-only
"""Emulated network nodes: their models, their images, and the network that they are at."""
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path

from . import artefacts, boards, qemu

SERVER = "10.77.0.1"
BRIDGE = "nodes"
STATE = "/run/netboot"          # of the server: in RAM, gone with the namespace
LOGIN_WITHIN = 600              # seconds: an emulated CPU, and a first attempt in vain
MEMORY = 512                    # MiB: kernels lie in RAM twice before they are started
# Scripts and names are those of WalT's images; MODEL and so on are filled in below.
SCRIPT = """#!ipxe
echo Booting MODEL as ${hostname}
kernel kernel root=/dev/nfs \
nfsroot=${next-server}:/var/lib/walt/nodes/${mac}/fs,ro,vers=3,nolock,nocto \
ip=${ip}:${next-server}:${gateway}:${netmask}:${hostname}::off BOOTIF=01-${mac:hexhyp} \
walt.node.model=MODEL walt.server.ip=${next-server} panic=30 console=CONSOLE
boot || reboot
"""


class NodeError(Exception):
    """Something that a person has to know; its text is the message."""


@dataclass(frozen=True)
class Model:
    """@userland: of its image, for scripts/node-image; @script: boots by start.ipxe, else by the
    files kernel and dtb.
    """
    name: str
    userland: str
    script: bool = True


MODELS = {"x86": Model("pc-x86-64", "debian"),
          "virt-arm64": Model("qemu-virt-arm64", "busybox-arm64")}
DEFAULT = "x86"


@dataclass(frozen=True)
class Tap:
    """The cable of a node, in the namespace that we are in."""
    device: str = "tap0"
    wrapper: tuple = ()

    def netdev(self, name):
        return f"tap,id={name},ifname={self.device},script=no,downscript=no"


def script(board, model):
    """An image's start.ipxe."""
    return SCRIPT.replace("MODEL", model.name).replace("CONSOLE", board.console)


def image(board_name, kernel, userland=None, files=(), text=None):
    """An OCI layout with the image for a board, under its model's name; @text: another script,
    empty for none.
    """
    board, model = boards.find(board_name), MODELS[board_name]
    words = [f"{kernel}=/boot/kernel", *files]
    text = script(board, model) if text is None else text
    if text:
        start = artefacts.BUILD / "node" / f"start-{board_name}.ipxe"
        start.parent.mkdir(parents=True, exist_ok=True)
        start.write_text(text, encoding="ascii")
        words.append(f"{start}=/boot/start.ipxe")
    return artefacts.script("node-image", model.name, userland or model.userland, *words)


def _ip(*words):
    subprocess.run(["ip", *words], check=True, stdin=subprocess.DEVNULL)


def wire():
    """The namespace that we are in gets a bridge for the server and a tap device for a node."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", "mode=755,size=75%", "tmpfs", "/run"], check=True)
    Path(STATE).mkdir()
    _ip("link", "set", "lo", "up")
    _ip("link", "add", BRIDGE, "type", "bridge", "forward_delay", "0")
    _ip("address", "add", f"{SERVER}/24", "dev", BRIDGE)
    _ip("tuntap", "add", "dev", Tap.device, "mode", "tap")
    for device in (Tap.device, BRIDGE):
        _ip("link", "set", device, "up")
    _ip("link", "set", Tap.device, "master", BRIDGE)


def start(board_name, kernel, loader="knit", tap=Tap()):
    """The node at power-on: a kernel with knit in it that boots from the network, or a card that
    has iPXE in it.
    """
    board = replace(boards.find(board_name), memory=MEMORY)
    # a CPU with an instruction for random numbers: without it the image waits 35 s for some
    cpu = ["-cpu", "max"] if board_name == "x86" else []
    if loader == "knit":
        return qemu.Start(board, extra=cpu, kernel=kernel, cables=[tap], append="knit.netboot "
                          f"walt.node.model={MODELS[board_name].name} knit.window=0")
    if board_name != "x86":
        raise NodeError(f"there is no iPXE in the card of {board_name}: loader knit")
    return qemu.Start(board, extra=[*cpu, "-netdev", tap.netdev("net0"), "-device",
                                    f"virtio-net-pci,netdev=net0,mac={qemu.mac(0)}",
                                    "-boot", "n", "-machine", "graphics=off"])
