# SPDX-License-Identifier: GPL-2.0-only
"""What a boot is made of. Each comes from a script of its own, which keeps it in the cache."""
import functools
import subprocess
from pathlib import Path

from . import disk, image

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = ROOT / "scripts"
BUILD = ROOT / "build"


class ArtefactError(Exception):
    """A script that makes something failed; it has already said why on stderr."""


def script(name, *args):
    """Run scripts/NAME with its progress on our stderr; its last line on stdout is the result."""
    command = [str(SCRIPTS / name), *map(str, args)]
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    except subprocess.CalledProcessError as error:
        raise ArtefactError(f"'{' '.join(['scripts/' + name, *command[1:]])}' failed with "
                            f"status {error.returncode}") from None
    lines = done.stdout.split("\n")
    return Path(([line for line in lines if line] or [""])[-1])


@functools.lru_cache(maxsize=None)
def kernel_dir(board_name, variant=""):
    return script("kernel", board_name, *(["--variant", variant] if variant else []))


@functools.lru_cache(maxsize=None)
def rootfs(cpu):
    return script("rootfs", cpu)


@functools.lru_cache(maxsize=None)
def uboot(board_name):
    return script("u-boot", board_name)


def kernel(directory):
    """What QEMU's -kernel takes."""
    return Path(directory) / "kernel"


def uimage(directory):
    return (Path(directory) / "uImage").read_bytes()


def fresh_image(board, kernels, squashfs, overlay=None, with_uboot=False):
    """The bytes of a board's flash or disk as it leaves the factory."""
    if board.has_disk:
        return disk.x86_disk(squashfs, overlay)
    blob = uboot(board.name).read_bytes() if with_uboot and board.uboot == "flash" else b""
    return image.flash(board, uimage(kernels), squashfs, uboot=blob,
                       overlay=image.MARKER if overlay is None else overlay)
