# SPDX-License-Identifier: GPL-2.0-only
"""Flash images, laid out as a router's: what stands where, and whether it fits."""
import struct
import subprocess
import tempfile
import zlib
from dataclasses import dataclass
from pathlib import Path

BLANK = b"\xff"
MARKER = bytes.fromhex("deadc0de")      # OpenWrt: erased, to be formatted at the first boot
UIMAGE_MAGIC = 0x27051956
UIMAGE_HEADER = 64
SQUASHFS_MAGIC = b"hsqs"

# What Linux prefers over a made-up tree where U-Boot is asked to start it out of the flash.
_BOOT_FROM_NOR = "bootm {firmware:#x} - ${{fdtcontroladdr}}"


class ImageError(Exception):
    """Something that doesn't fit or isn't what it should be, in words for a person."""


def round_up(number, block):
    return -(-number // block) * block


def thousands(number):
    return f"{number:,}"


def uimage_size(data):
    """Bytes of a uImage, header included."""
    if len(data) < UIMAGE_HEADER or struct.unpack_from(">I", data)[0] != UIMAGE_MAGIC:
        raise ImageError("the kernel is no uImage (its first four bytes are not 27 05 19 56)")
    size = UIMAGE_HEADER + struct.unpack_from(">I", data, 12)[0]
    if size > len(data):
        raise ImageError(f"the uImage says {thousands(size)} bytes, "
                         f"the file has {thousands(len(data))}")
    return size


def squashfs_size(data):
    """Bytes that a squashfs uses, by its superblock."""
    if data[:4] != SQUASHFS_MAGIC:
        raise ImageError("the root file system is no squashfs (it does not begin with 'hsqs')")
    return struct.unpack_from("<Q", data, 40)[0]


@dataclass
class Firmware:
    """The bytes of the firmware partition, and where its parts ended up in them."""
    data: bytearray
    rootfs: int         # offset of the squashfs
    rootfs_data: int    # offset of the first erase block behind it


def firmware(board, uimage, squashfs, overlay=MARKER):
    """Kernel, squashfs at the next erase block, @overlay at the next one, the rest blank."""
    part = board.partition("firmware")
    rootfs = round_up(uimage_size(uimage), board.erase)
    rootfs_data = round_up(rootfs + squashfs_size(squashfs), board.erase)
    need = rootfs_data + len(overlay)
    if need > part.size:
        raise ImageError(
            f"the firmware partition of {board.name} is {thousands(need - part.size)} bytes too "
            f"small: kernel {thousands(len(uimage))} and root file system "
            f"{thousands(len(squashfs))} take {thousands(rootfs_data)} in whole erase blocks, "
            f"what follows them {thousands(len(overlay))}, it holds {thousands(part.size)}")
    data = bytearray(BLANK * part.size)
    data[:len(uimage)] = uimage
    data[rootfs:rootfs + len(squashfs)] = squashfs
    data[rootfs_data:need] = overlay
    return Firmware(data, rootfs, rootfs_data)


def put(flash, board, name, blob):
    """Write @blob to the start of a partition of the flash; the rest of the partition stays."""
    part = board.partition(name)
    if len(blob) > part.size:
        raise ImageError(f"{name} is {thousands(len(blob) - part.size)} bytes too small on "
                         f"{board.name}: {thousands(len(blob))} into {thousands(part.size)}")
    flash[part.offset:part.offset + len(blob)] = blob


def uboot_environment(board):
    """What lets U-Boot start the kernel out of the NOR with no typing."""
    firmware_at = board.bank_offset + board.partition("firmware").offset
    text = (f"bootcmd={_BOOT_FROM_NOR.format(firmware=firmware_at)}\n"
            f"bootargs=console={board.console}\nbootdelay=0\n")
    with tempfile.TemporaryDirectory() as tmp:
        source, blob = Path(tmp, "env.txt"), Path(tmp, "env.bin")
        source.write_text(text)
        run(["mkenvimage", "-s", hex(board.partition("u-boot-env").size), "-o", blob, source])
        return blob.read_bytes()


def flash(board, uimage, squashfs, overlay=MARKER, uboot=b"", state=b""):
    """The whole flash of @board."""
    image = bytearray(BLANK * board.flash_size)
    put(image, board, "firmware", firmware(board, uimage, squashfs, overlay).data)
    put(image, board, "state", state)
    if uboot:
        put(image, board, "u-boot", uboot)
    if board.uboot and board.uboot != "flash":
        put(image, board, "u-boot-env", uboot_environment(board))
    return image


def make_uimage(board, payload):
    """A uImage around any bytes, for tests that need no kernel in their flash."""
    cpu = {"mips": 5, "arm": 2, "arm64": 22, "riscv": 26, "x86": 24}[board.kernel_arch]
    fields = [UIMAGE_MAGIC, 0, 0, len(payload), 0, 0, zlib.crc32(payload), 5, cpu, 2, 0, b"test"]
    header = struct.pack(">7I4B32s", *fields)
    fields[1] = zlib.crc32(header)
    return struct.pack(">7I4B32s", *fields) + payload


def run(command, **kwargs):
    """Run a program; if it fails, its own words are the error."""
    try:
        return subprocess.run([str(word) for word in command], check=True, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **kwargs).stdout
    except FileNotFoundError:
        raise ImageError(f"{command[0]} is not installed; scripts/setup installs it") from None
    except subprocess.CalledProcessError as error:
        raise ImageError(f"{command[0]}: {error.stdout.strip()}") from None
