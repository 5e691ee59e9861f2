# SPDX-License-Identifier: GPL-2.0-only
"""Kernels that must not be started: what is changed in a good one, format by format.

A change is {offset: bytes}; a number in place of it is the length at which the file is cut off.
"""
import struct

PT_LOAD = 1
EM_SPARC = 2
# Places in an ELF file: (offset, struct's letter) for 32 and 64 bits
HEADER = {1: {"machine": (18, "H"), "entry": (24, "I"), "phoff": (28, "I"), "phnum": (44, "H")},
          2: {"machine": (18, "H"), "entry": (24, "Q"), "phoff": (32, "Q"), "phnum": (56, "H")}}
SEGMENT = {1: {"type": (0, "I"), "offset": (4, "I"), "vaddr": (8, "I"), "paddr": (12, "I"),
               "filesz": (16, "I"), "memsz": (20, "I")},
           2: {"type": (0, "I"), "offset": (8, "Q"), "vaddr": (16, "Q"), "paddr": (24, "Q"),
               "filesz": (32, "Q"), "memsz": (40, "Q")}}
SEGMENT_SIZE = {1: 32, 2: 56}


class Elf:
    """The fields of an ELF file: to be read, and to be changed."""

    def __init__(self, blob):
        self.blob = blob
        self.bits = blob[4]
        self.order = "<" if blob[5] == 1 else ">"
        start, size = self.get("phoff"), SEGMENT_SIZE[self.bits]
        self.segments = [start + number * size for number in range(self.get("phnum"))]
        self.load = next(at for at in self.segments if self.get("type", at) == PT_LOAD)

    def _place(self, name, at):
        offset, letter = (HEADER if at is None else SEGMENT)[self.bits][name]
        return (at or 0) + offset, self.order + letter

    def get(self, name, at=None):
        offset, form = self._place(name, at)
        return struct.unpack_from(form, self.blob, offset)[0]

    def set(self, name, value, at=None):
        offset, form = self._place(name, at)
        return {offset: struct.pack(form, value)}

    def copied(self, at, to):
        """A segment in the place of another one."""
        return {to: self.blob[at:at + SEGMENT_SIZE[self.bits]]}


def elf(blob, memory):
    """@memory: bytes of RAM."""
    file = Elf(blob)
    load, first = file.load, file.segments[0]
    other = next(at for at in file.segments if at != load)
    return {
        "cut off in its header": 40,
        "cut off in its table": file.get("phoff") + 8,
        "cut off": len(blob) // 2,
        "no magic": {0: b"\x7eELF"},
        "other word size": {4: bytes([3 - file.bits])},
        "other byte order": {5: bytes([3 - blob[5]])},
        "other CPU": file.set("machine", EM_SPARC),
        "no segments": file.set("phnum", 0),
        "table outside": file.set("phoff", len(blob) - 8),
        "table far outside": file.set("phoff", 0xfffffff0),
        "entry outside": file.set("entry", file.get("entry") ^ 0x8000000),
        "entry of zero": file.set("entry", 0),
        "larger than RAM": file.set("memsz", 2 * memory, load),
        "all there is": file.set("memsz", 0xffffffff, load),
        "behind the RAM": file.set("paddr", file.get("paddr", load) + memory, load),
        "odd address": file.set("paddr", file.get("paddr", load) + 1, load),
        "bytes outside": file.set("offset", len(blob) - 0x1000, load),
        "bytes far outside": file.set("offset", 0xfffff000, load),
        "more bytes than room": file.set("memsz", 0x1000, load),
        "overlapping": file.copied(load, other if first == load else first),
        "nothing to load": file.set("type", 0, load),
    }


def zimage(blob, _):
    end = struct.unpack_from("<I", blob, 0x2c)[0]
    return {
        "cut off in its header": 0x28,
        "cut off": len(blob) // 2,
        "no magic": {0x24: b"\x19\x28\x6f\x01"},
        "other byte order": {0x24: b"\x01\x6f\x28\x18"},
        "longer than the file": {0x2c: struct.pack("<I", end + 0x10000)},
        "of no length": {0x2c: bytes(4)},
        "other CPU": {0: b"\x7fELF\1\1\1" + bytes(9) + struct.pack("<HH", 2, EM_SPARC),
                      0x24: bytes(4)},
    }


def arm64_image(blob, memory):
    return {
        "cut off in its header": 60,
        "no magic": {56: b"ARM\x65"},
        "larger than RAM": {16: struct.pack("<Q", 2 * memory)},
        "shorter than the file": {16: struct.pack("<Q", len(blob) // 2)},
        "other CPU": {56: b"RSC\5"},
    }


def bzimage(blob, _):
    return {
        "cut off in its header": 0x200,
        "cut off": len(blob) // 2,
        "no magic": {0x202: b"HdrX"},
        "no boot flag": {0x1fe: b"\0\0"},
        "an old protocol": {0x206: b"\1\1"},
        "32 bits": {0x236: b"\0\0"},
        "other CPU": {0: b"\x7fELF\1\1\1" + bytes(9) + struct.pack("<HH", 2, EM_SPARC),
                      0x202: b"ELFX"},
    }


def changes(board, blob):
    """{what: change} for a board's kernel."""
    memory = board.memory << 20
    if blob[:4] == b"\x7fELF":
        return elf(blob, memory)
    return {"arm": zimage, "arm64": arm64_image, "x86": bzimage}[board.kernel_arch](blob, memory)
