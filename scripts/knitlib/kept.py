# SPDX-License-Identifier: GPL-2.0-only
"""The flash of a board that stays from one boot to the next, in build/boards/BOARD/."""
import fcntl
import hashlib
import os

from . import artefacts, image


def _stamp(board, kernels, squashfs, uboot):
    """What the flash is made of; with -kernel the kernel in the flash is not looked at."""
    digest = hashlib.sha256(squashfs)
    if uboot:
        digest.update(artefacts.uimage(kernels))
        if board.uboot == "flash":
            digest.update(artefacts.uboot(board.name).read_bytes())
    return digest.hexdigest()


def _hold(file):
    """Keep others away from it until this process ends, or the QEMU that takes its place."""
    file.parent.mkdir(parents=True, exist_ok=True)
    lock = os.open(file.with_suffix(".lock"), os.O_RDWR | os.O_CREAT)
    os.set_inheritable(lock, True)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise image.ImageError(f"{file} is in use: a `make boot` or `make panel` of this board "
                               "runs already") from None


def flash(board, kernels, say, uboot=False, fresh=False):
    """The flash of the last boot, or a new one if there is none or it is out of date.

    It is this process's alone from here on.
    """
    name = "flash-uboot.img" if uboot else "flash.img"
    file = artefacts.BUILD / "boards" / board.name / name
    _hold(file)
    made_of = file.with_suffix(".made-of")
    squashfs = artefacts.rootfs(board.cpu).read_bytes()
    now = _stamp(board, kernels, squashfs, uboot)
    if not fresh and file.exists() and made_of.exists() and made_of.read_text() == now:
        say(f"the flash of the last boot, {file} (FRESH=1 makes a new one)")
        return file
    if file.exists() and not fresh:
        file.replace(file.with_suffix(".old"))
        say(f"kernel or root file system have changed: a new flash; the last one is "
            f"{file.with_suffix('.old').name}")
    file.write_bytes(artefacts.fresh_image(board, kernels, squashfs, with_uboot=uboot))
    made_of.write_text(now)
    say(f"a fresh flash, {file}")
    return file
