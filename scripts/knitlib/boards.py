#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""The emulated boards: one row each, and every fact about them that host programs need.

`boards.py` alone lists the names, `boards.py BOARD FIELD` prints one field (for shell scripts).
"""
import sys
from dataclasses import dataclass

KIB = 1024
MIB = 1024 * KIB


@dataclass(frozen=True)
class Partition:
    """A range of the flash file; Linux and U-Boot get the same ranges from elsewhere."""
    name: str
    offset: int
    size: int

    @property
    def end(self):
        return self.offset + self.size


@dataclass(frozen=True)
class Board:
    name: str
    cpu: str
    kernel_arch: str
    cross: str                  # prefix of the cross compiler, empty for the host's own
    qemu: str                   # the emulator and the arguments that make it this board
    machine: tuple
    console: str
    title: str                  # what a person reads
    memory: int = 256           # MiB
    flash_size: int = 0         # bytes of the flash file, 0: the board has a disk
    erase: int = 0              # bytes of an erase block
    partitions: tuple = ()
    unit: int = 0               # which of QEMU's pflash banks the file is
    bank_offset: int = 0        # where that bank starts in the MTD device that Linux makes
    master: str = ""            # that device's name in /proc/mtd
    uboot: str = ""             # "flash": in the flash file; else the path for QEMU's -bios
    jump: tuple = ()            # firmware that jumps to a fixed address, and that address
    no_uboot: str = ""          # why it can't start from U-Boot
    longest_append: int = 1023  # bytes of the command line that arrive

    @property
    def has_disk(self):
        return not self.flash_size

    def partition(self, name):
        for part in self.partitions:
            if part.name == name:
                return part
        raise KeyError(f"{self.name} has no partition {name}")


def _layout(*rows):
    return tuple(Partition(*row) for row in rows)


_MALTA = {
    "kernel_arch": "mips",
    "machine": ("-M", "malta"),
    "console": "ttyS0",
    "flash_size": 4 * MIB,
    "erase": 64 * KIB,
    "partitions": _layout(("u-boot", 0x0, 0x50000), ("firmware", 0x50000, 0x370000),
                          ("state", 0x3c0000, 0x20000), ("u-boot-env", 0x3e0000, 0x20000)),
    "master": "1e000000.flash",
    "longest_append": 255,      # hw/mips/malta.c gives each word of the prom 256 bytes
}

_VIRT = {
    "erase": 256 * KIB,
    "partitions": _layout(("u-boot-env", 0x0, 0x40000), ("firmware", 0x40000, 0xf80000),
                          ("state", 0xfc0000, 0x80000)),
    "unit": 1,
}

_VIRT_ARM = {
    **_VIRT,
    "console": "ttyAMA0",
    "flash_size": 64 * MIB,     # QEMU refuses a bank of any other size
    "bank_offset": 64 * MIB,
    "master": "0.flash",
}

_ROWS = (
    Board(name="malta-le", cpu="mipsel", cross="mipsel-linux-gnu-", qemu="qemu-system-mipsel",
          title="a little-endian MIPS router with 4 MiB of NOR flash",
          no_uboot="without -kernel QEMU swaps the words of this board's flash at each start, "
                   "so nothing written to it survives; BOARD=malta is the same board, big-endian",
          **_MALTA),
    Board(name="malta", cpu="mips", cross="mips-linux-gnu-", qemu="qemu-system-mips",
          title="a big-endian MIPS router with 4 MiB of NOR flash", uboot="flash", **_MALTA),
    Board(name="virt-arm", cpu="arm", kernel_arch="arm", cross="arm-linux-gnueabihf-",
          qemu="qemu-system-arm",
          # highmem would put PCI where a kernel without LPAE can't reach it
          machine=("-M", "virt,highmem=off,dtb-randomness=off", "-cpu", "cortex-a15"),
          title="an ARM machine with 64 MiB of NOR flash",
          uboot="/usr/lib/u-boot/qemu_arm/u-boot.bin", **_VIRT_ARM),
    Board(name="virt-arm64", cpu="arm64", kernel_arch="arm64", cross="aarch64-linux-gnu-",
          qemu="qemu-system-aarch64",
          machine=("-M", "virt,dtb-randomness=off", "-cpu", "cortex-a53"),
          title="an ARM64 machine with 64 MiB of NOR flash", longest_append=2047,
          uboot="/usr/lib/u-boot/qemu_arm64/u-boot.bin", **_VIRT_ARM),
    Board(name="virt-riscv64", cpu="riscv64", kernel_arch="riscv", cross="riscv64-linux-gnu-",
          qemu="qemu-system-riscv64", machine=("-M", "virt"), console="ttyS0",
          title="a RISC-V machine with 32 MiB of NOR flash",
          no_uboot="its kernel is started by OpenSBI; a U-Boot between them is not set up here",
          flash_size=32 * MIB, bank_offset=32 * MIB, master="20000000.flash",
          # with a file in bank 1 QEMU's own firmware takes that for the next program to run
          jump=("/usr/lib/riscv64-linux-gnu/opensbi/generic/fw_jump.elf", 0x80200000), **_VIRT),
    Board(name="x86", cpu="x86_64", kernel_arch="x86", cross="", qemu="qemu-system-x86_64",
          machine=("-M", "q35"), console="ttyS0", title="a PC with a GPT disk",
          no_uboot="a PC starts from its firmware, not from U-Boot", longest_append=2047),
)

BOARDS = {board.name: board for board in _ROWS}
DEFAULT = "malta-le"


def find(name):
    """The board of that name; a wrong name lists the right ones."""
    if name not in BOARDS:
        raise SystemExit(f"no board '{name}'; there are: {' '.join(BOARDS)}")
    return BOARDS[name]


def main(argv):
    if not argv:
        print("\n".join(BOARDS))
    elif len(argv) == 2 and hasattr(find(argv[0]), argv[1]):
        print(getattr(find(argv[0]), argv[1]))
    else:
        raise SystemExit("usage: boards.py [BOARD FIELD]")


if __name__ == "__main__":
    main(sys.argv[1:])
