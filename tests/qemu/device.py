# SPDX-License-Identifier: GPL-2.0-only
"""A board with a flash (or disk) file of its own, which a test may tamper with."""
import subprocess

import pytest

from knitlib import artefacts, boards, disk, dtb, image, qemu
from knitlib.machine import Machine
from nor import Watched


def every_board(*names, fixture="board", **kwargs):
    """Parametrise a test over boards; tests that share one run in one xdist worker."""
    rows = [pytest.param(name, marks=pytest.mark.xdist_group(f"{fixture}-{name}")
                         if fixture == "booted" else ())
            for name in names or boards.BOARDS]
    return pytest.mark.parametrize(fixture, rows, indirect=True, **kwargs)


# A malta's kernel measures its clock for one to two seconds, a busy loop, which is most of a boot.
# A clock that counts instructions makes these short; an idle board's goes with the host's.
CLOCK = ["-icount", "shift=6", "-rtc", "clock=vm"]

PASSWORD = "knit-42"
PASSWD = "root:$1$knit$CrJ07fmxltXtufFByQOOF/:0:0:root:/root:/bin/sh\n"     # by crypt(3)
NOR = tuple(name for name, board in boards.BOARDS.items() if not board.has_disk)


def cpio(tree, output):
    """Pack a folder the way the kernel unpacks it, owned by root."""
    names = "\n".join(str(path.relative_to(tree)) for path in sorted(tree.rglob("*")))
    with output.open("wb") as file:
        subprocess.run(["cpio", "--quiet", "-o", "-H", "newc", "-R", "0:0"], cwd=tree,
                       input=names.encode() + b"\n", stdout=file, check=True)
    return output


class Device:
    def __init__(self, board, folder, **kernel):
        """@kernel: which one, for artefacts.kernel_dir()."""
        self.board = board
        self.folder = folder
        self.which = kernel
        self.flash = folder / "flash.img"
        self._made = False

    @property
    def kernels(self):
        return artefacts.kernel_dir(self.board.name, **self.which)

    @property
    def kernel(self):
        return artefacts.kernel(self.kernels)

    def make(self, rootfs=None, overlay=None, uboot=False, uimage=None):
        """Write the flash anew; @uimage: what takes the place of the kernel in it."""
        squashfs = (rootfs or artefacts.rootfs(self.board.cpu)).read_bytes()
        if uimage:
            data = image.flash(self.board, uimage, squashfs,
                               overlay=image.MARKER if overlay is None else overlay)
        else:
            kernels = None if self.board.has_disk else self.kernels
            data = artefacts.fresh_image(self.board, kernels, squashfs, overlay,
                                         with_uboot=uboot)
        self.flash.write_bytes(data)
        self._made = True
        return self

    def take(self, flash):
        """These bytes as the flash."""
        self.flash.write_bytes(flash)
        self._made = True
        return self

    def rootfs(self, extra=None, without=(), with_knit=True, mode=0o755):
        """A root file system of this test's own; @extra is {path there: content}."""
        files = {}
        for number, (path, content) in enumerate((extra or {}).items()):
            here = self.folder / f"with-{number}"
            here.write_bytes(content if isinstance(content, bytes) else content.encode())
            here.chmod(mode)
            files[path] = here
        return artefacts.make_rootfs(self.board.cpu, self.folder / "own.squashfs", files,
                                     without, with_knit)

    def initrd(self, files, folders=()):
        """A cpio with /bin/busybox, /knit, @files ({path: bytes}) and empty folders."""
        tree = self.folder / "initrd"
        userland = artefacts.script("userland", self.board.cpu).read_bytes()
        knit = artefacts.knit(self.board.cpu).read_bytes()
        for path, content in {"/bin/busybox": userland, "/knit": knit, **files}.items():
            there = tree / path.lstrip("/")
            there.parent.mkdir(parents=True, exist_ok=True)
            there.write_bytes(content)
            there.chmod(0o755)
        for path in folders:
            (tree / path.lstrip("/")).mkdir(exist_ok=True)
        return cpio(tree, self.folder / "initrd.cpio")

    def knit_with(self, **options):
        """knit, built with other options."""
        return artefacts.knit_kept(self.board.cpu, tuple(sorted(options.items()))).read_bytes()

    def other_knit(self, **options):
        """A cpio whose /init, built with other options, takes the place of the kernel's own."""
        tree = self.folder / "other"
        tree.mkdir()
        (tree / "init").write_bytes(self.knit_with(**options))
        (tree / "init").chmod(0o755)
        return cpio(tree, self.folder / "other.cpio")

    def read(self):
        self._ensure()
        return self.flash.read_bytes()

    def _ensure(self):
        if not self._made:
            self.make()

    def edit(self, offset, data):
        """Overwrite bytes of the flash file."""
        self._ensure()
        with self.flash.open("r+b") as file:
            file.seek(offset)
            file.write(data)

    def parts(self):
        """{name: (offset in the file, size)} of what knit is to find."""
        if self.board.has_disk:
            return self._disk_parts()
        firmware = self.board.partition("firmware")
        data = self.read()[firmware.offset:firmware.end]
        rootfs = image.round_up(image.uimage_size(data), self.board.erase)
        end = rootfs + image.squashfs_size(data[rootfs:])
        rootfs_data = image.round_up(end, self.board.erase)
        return {"kernel": (firmware.offset, rootfs),
                "rootfs": (firmware.offset + rootfs, firmware.size - rootfs),
                "rootfs_data": (firmware.offset + rootfs_data, firmware.size - rootfs_data)}

    def _disk_parts(self):
        squashfs = artefacts.rootfs(self.board.cpu).read_bytes()
        rows = disk.layout([("rootfs", squashfs), ("rootfs_data", b"\0" * disk.DATA_SIZE)])
        return {name: (offset, size) for name, offset, size in rows}

    def power_on(self, append="", flash=True, kernel=True, initrd=None, readonly=False, extra=(),
                 panel=(), cables=(), held=(), unplugged=()):
        """A Machine to use with `with`; on NOR a Watched one.

        @panel: True or names of overlays: it has LEDs and keys, machine.panel. @cables: a network
        card for each. @held: buttons that somebody holds, @unplugged: cables that are not in.
        """
        if flash:
            self._ensure()
        person = panel or cables or held or "knit.window" in append
        if self.board.kernel_arch == "mips" and not person and "-icount" not in extra:
            extra = [*CLOCK, *extra]
        if "knit.window" not in append:     # a person would only take time
            append = f"knit.window=0 {append}".strip()
        start = qemu.Start(self.board, self.flash if flash else None,
                           self.kernel if kernel else None, initrd, append, readonly,
                           list(extra), dtb.PANEL if panel is True else tuple(panel),
                           list(cables))
        kind = Watched if flash and not readonly and not self.board.has_disk else Machine
        return kind(start, held=held, unplugged=unplugged)
