# SPDX-License-Identifier: GPL-2.0-only
"""QEMU's command line for a board, and the small part of QMP that boots and tests need."""
import json
import select
import socket
import time
from dataclasses import dataclass, field
from pathlib import Path

from . import dtb
from .image import ImageError

# A malta's own network card, at the slots that have an interrupt and no screen in them
PCNET_SLOTS = (0x0b, 0x13, 0x14, 0x15)


def mac(number):
    """The address of a board's network card."""
    return f"52:54:00:6b:6e:{number:02x}"


@dataclass
class Start:
    """One way to switch a board on."""
    board: object
    flash: Path = None          # flash or disk image, None: the board has none
    kernel: Path = None         # None: the boot loader takes the one in the flash
    initrd: Path = None
    append: str = ""            # kernel parameters behind console=
    readonly: bool = False      # the flash is write-protected
    extra: list = field(default_factory=list)
    overlays: tuple = ()        # LEDs and keys: names for dtb.make()
    cables: list = field(default_factory=list)      # Cable or Tap, one for each network card

    def command_line(self):
        text = f"console={self.board.console} {self.append}".strip()
        if len(text) > self.board.longest_append:
            raise ImageError(f"the command line has {len(text)} bytes, QEMU hands "
                             f"{self.board.longest_append} to a {self.board.name}")
        return text

    def _flash(self):
        if not self.flash:
            return []
        readonly = ",readonly=on" if self.readonly else ""
        if self.board.has_disk:
            return ["-drive", f"if=virtio,format=raw,file={self.flash}{readonly}"]
        return ["-drive", f"if=pflash,unit={self.board.unit},format=raw,"
                          f"file={self.flash}{readonly}"]

    def _kernel(self):
        if not self.kernel:
            return [] if self.board.uboot in ("", "flash") else ["-bios", self.board.uboot]
        initrd = ["-initrd", str(self.initrd)] if self.initrd else []
        return ["-kernel", str(self.kernel), "-append", self.command_line(), *initrd, *self._jump(),
                *(["-dtb", str(dtb.make(self.board, self.overlays))] if self.overlays else [])]

    def _jump(self):
        if not (self.board.jump and self.flash):
            return []
        firmware, address = self.board.jump
        return ["-bios", firmware, "-device",
                f"loader,file={self.kernel},addr={address:#x},force-raw=on"]

    def _card(self, number):
        if self.board.kernel_arch == "mips":
            return f"pcnet,addr={PCNET_SLOTS[number]:#x},romfile="
        return "virtio-net-pci,romfile=" if self.board.has_disk else "virtio-net-device"

    def _network(self):
        """Cards in the order in which Linux numbers them: virtio-mmio's slots backwards."""
        rows = [["-netdev", cable.netdev(f"net{number}"), "-device",
                 f"{self._card(number)},netdev=net{number},mac={mac(number)}"]
                for number, cable in enumerate(self.cables)]
        if self._card(0).startswith("virtio-net-device"):
            rows.reverse()
        return sum(rows, [])

    def command(self):
        """The words of QEMU's command line, but for where its console goes."""
        wrapper = self.cables[0].wrapper if self.cables else ()
        # always TCG: the same with and without /dev/kvm, for each CPU
        return [*wrapper, self.board.qemu, *self.board.machine, "-accel", "tcg",
                "-m", str(self.board.memory), "-nic", "none",
                *self._flash(), *self._kernel(), *self._network(), *map(str, self.extra)]


class Qmp:
    """QEMU's control socket: reset, quit, stop, cont, and what it says by itself."""

    def __init__(self, path, patience=30, alive=lambda: True):
        """@alive: whether there is somebody to wait for."""
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(patience)
        self.events = []
        self._rest = b""
        self._connect(str(path), patience, alive)
        self._next()                    # the greeting
        self.execute("qmp_capabilities")

    def _connect(self, path, patience, alive):
        end = time.monotonic() + patience
        while True:
            try:
                return self.socket.connect(path)
            except OSError:
                if time.monotonic() > end or not alive():
                    raise
                time.sleep(0.05)

    def _next(self):
        while b"\n" not in self._rest:
            data = self.socket.recv(65536)
            if not data:
                raise RuntimeError("QEMU has gone")
            self._rest += data
        line, self._rest = self._rest.split(b"\n", 1)
        return json.loads(line)

    def execute(self, command, **arguments):
        text = json.dumps({"execute": command, "arguments": arguments})
        self.socket.sendall(text.encode() + b"\n")
        while True:
            answer = self._next()
            if "error" in answer:
                raise RuntimeError(f"{command}: {answer['error']['desc']}")
            if "return" in answer:
                return answer["return"]
            self.events.append(answer.get("event"))     # None: the greeting, once more

    def news(self):
        """The names of the events since it was last asked; does not wait."""
        while b"\n" in self._rest or select.select([self.socket], [], [], 0)[0]:
            self.events.append(self._next().get("event"))
        found, self.events = self.events, []
        return found

    def wait_for(self, event):
        while event not in self.news():
            select.select([self.socket], [], [], 1)

    def close(self):
        self.socket.close()
