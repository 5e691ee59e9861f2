# SPDX-License-Identifier: GPL-2.0-only
"""Disk images for x86: a GPT with a squashfs partition and a writable one."""
import struct
import tempfile
import uuid
import zlib
from pathlib import Path

from .image import SQUASHFS_MAGIC, ImageError, round_up, run

SECTOR = 512
ALIGN = 1024 * 1024
ENTRIES, ENTRY_SIZE = 128, 128
TABLE = ENTRIES * ENTRY_SIZE // SECTOR          # sectors of one copy of the partition table
LINUX_DATA = uuid.UUID("0fc63daf-8483-4772-8e79-3d69d8477de4")
DATA_SIZE = 32 * ALIGN


def part_uuid(name):
    """The same for each image, so that PARTUUID= can be written down."""
    return uuid.uuid5(uuid.NAMESPACE_DNS, f"{name}.knit.invalid")


def _entry(name, first, last):
    return struct.pack("<16s16sQQQ72s", LINUX_DATA.bytes_le, part_uuid(name).bytes_le,
                       first, last, 0, name.encode("utf-16-le"))


def _header(table, sectors, here, there, table_at):
    def pack(crc):
        return struct.pack("<8sIIIIQQQQ16sQIII", b"EFI PART", 0x10000, 92, crc, 0, here, there,
                           2 + TABLE, sectors - TABLE - 2, part_uuid("disk").bytes_le,
                           table_at, ENTRIES, ENTRY_SIZE, zlib.crc32(table))
    return pack(zlib.crc32(pack(0))).ljust(SECTOR, b"\0")


def _protective_mbr(sectors):
    entry = struct.pack("<B3sB3sII", 0, b"\0\2\0", 0xee, b"\xff\xff\xff", 1, sectors - 1)
    return b"\0" * 446 + entry + b"\0" * 48 + b"\x55\xaa"


def layout(blobs):
    """[(name, offset, size)] of partitions that hold @blobs, one after the other."""
    rows, offset = [], ALIGN
    for name, blob in blobs:
        size = round_up(max(len(blob), 1), ALIGN)
        rows.append((name, offset, size))
        offset += size
    return rows


def gpt_disk(blobs):
    """A disk with one partition for each (name, bytes)."""
    rows = layout(blobs)
    sectors = (rows[-1][1] + rows[-1][2] + ALIGN) // SECTOR
    table = b"".join(_entry(name, offset // SECTOR, (offset + size) // SECTOR - 1)
                     for name, offset, size in rows).ljust(TABLE * SECTOR, b"\0")
    disk = bytearray(sectors * SECTOR)
    backup = sectors - 1 - TABLE
    disk[:SECTOR] = _protective_mbr(sectors)
    disk[SECTOR:(2 + TABLE) * SECTOR] = _header(table, sectors, 1, sectors - 1, 2) + table
    disk[backup * SECTOR:] = table + _header(table, sectors, sectors - 1, 1, backup)
    for (_, offset, _), (_, blob) in zip(rows, blobs):
        disk[offset:offset + len(blob)] = blob
    return disk


def ext4(size=DATA_SIZE, files=None):
    """A fresh ext4, with what lies in the folder @files."""
    with tempfile.TemporaryDirectory() as tmp:
        image = Path(tmp, "ext4")
        image.write_bytes(b"")
        with image.open("r+b") as file:
            file.truncate(size)
        take = ["-d", files] if files else []
        run(["/usr/sbin/mkfs.ext4", "-q", "-F", "-L", "rootfs_data", *take, image])
        return image.read_bytes()


def x86_disk(squashfs, overlay=None):
    """The disk of the x86 board; without @overlay the writable partition is a fresh ext4."""
    if squashfs[:4] != SQUASHFS_MAGIC:
        raise ImageError("the root file system is no squashfs (it does not begin with 'hsqs')")
    data = ext4() if overlay is None else overlay.ljust(DATA_SIZE, b"\0")
    return gpt_disk([("rootfs", squashfs), ("rootfs_data", data)])
