# SPDX-License-Identifier: GPL-2.0-only
"""What is measured: the flash that all share, and an initrd for each who brings one."""
import lzma
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from knitlib import artefacts, image

HERE = Path(__file__).resolve().parent
# What the DTS of malta makes. The kernel skips it when there is mtdparts=, so the
# contenders with mtdparts= get as many, and all see the same numbers.
DTS_PARTITIONS = "1m(a),2944k(b),128k(c)"
ROOTFS = "1f09"                 # mtdblock9
STATES = {"ram": "first boot, RAM overlay", "jffs2": "overlay on jffs2"}
C_FLAGS = """-mabi=32 -mno-abicalls -fno-pic -G0 -msoft-float -march=mips32r2 -std=gnu11 -Os
    -ffreestanding -nostdinc -fno-pie -fno-stack-protector -fno-asynchronous-unwind-tables
    -fno-unwind-tables -fno-ident -ffunction-sections -fdata-sections -fmerge-all-constants
    -fno-strict-aliasing -Wall -Wextra -Werror""".split()
LD_FLAGS = """-mabi=32 -mno-abicalls -no-pie -static -nostartfiles -nostdlib
    -Wl,--gc-sections -Wl,--build-id=none -Wl,-z,noexecstack -Wl,--no-warn-rwx-segments""".split()


class Link(str):
    """A symbolic link in a cpio, and where it leads to."""


def cpio_entry(name, mode, data=b"", device=(0, 0)):
    """One member of a newc archive (Documentation/driver-api/early-userspace of the kernel)."""
    if isinstance(data, Link):
        mode, data = 0o120777, data.encode()
    fields = (0, mode, 0, 0, 1, 0, len(data), 0, 0, *device, len(name) + 1, 0)
    head = b"070701" + b"".join(b"%08X" % field for field in fields) + name.encode() + b"\0"
    return b"".join(part + b"\0" * (-len(part) % 4) for part in (head, data))


@dataclass
class Contender:
    key: str
    title: str
    initrd: Path = None
    append: str = ""
    cpio_bytes: int = 0         # what it adds to a compressed kernel image
    job: bool = True            # does the whole job, not the ROM alone
    log: bool = False           # leaves a boot log in RAM, on purpose
    timed: bool = True          # does this job alone, so that its time has a limit


class Kitchen:
    """Makes everything in one folder; @kernels is a kernel without knit."""

    def __init__(self, board, folder, kernels):
        self.board = board
        self.folder = folder
        self.kernels = kernels
        include = artefacts.script("kernel-headers", board.cpu)
        nolibc = artefacts.script("kernel-source") / "tools/include/nolibc"
        own = image.run([board.cross + "gcc", "-print-file-name=include"]).strip()
        self.include = ["-I", artefacts.ROOT / "init", "-isystem", nolibc, "-isystem", include,
                        "-isystem", own]
        self.firmware = None
        self.flashes = {}
        self._flash()

    def compile(self, name, source, *flags):
        """A freestanding program from one of our sources and knit's own entry."""
        out = self.folder / name
        gcc = [self.board.cross + "gcc"]
        image.run([*gcc, *C_FLAGS, *self.include, *flags, "-c", HERE / source, "-o", f"{out}.o"])
        image.run([*gcc, *C_FLAGS, *self.include, "-c", artefacts.ROOT / "arch/mips/entry.c",
                   "-o", f"{out}.entry.o"])
        image.run([*gcc, *LD_FLAGS, "-T", artefacts.ROOT / "arch/knit.lds", f"{out}.entry.o",
                   f"{out}.o", "-lgcc", "-o", out])
        image.run([self.board.cross + "strip", out])
        return out

    def _squashfs(self):
        """Only our init and mount points: what all contenders have to wait for is least."""
        root, out = self.folder / "root", self.folder / "rootfs.squashfs"
        for name in "dev mnt overlay proc rom root run sbin sys tmp".split():
            (root / name).mkdir(parents=True)
        shutil.copy(self.compile("init", "init.c"), root / "sbin/init")
        image.run(["mksquashfs", root, out, "-noappend", "-comp", "xz", "-b", "256k", "-all-root",
                   "-no-xattrs", "-mkfs-time", 0, "-all-time", 0,
                   "-p", "dev/console c 600 0 0 5 1", "-p", "dev/kmsg c 600 0 0 1 11"])
        return out.read_bytes()

    def _jffs2(self, size):
        """As `knit done` and a boot leave it: state 2, and the overlay's two folders."""
        root, out = self.folder / "jffs2", self.folder / "jffs2.image"
        for name in ("upper", "work"):
            (root / name).mkdir(parents=True)
        (root / ".fs_state").symlink_to("2")
        image.run(["mkfs.jffs2", "--little-endian", f"--eraseblock={self.board.erase // 1024}",
                   f"--pad={size}", "--squash", f"--root={root}", "-o", out])
        return out.read_bytes()

    def _flash(self):
        squashfs, uimage = self._squashfs(), artefacts.uimage(self.kernels)
        self.firmware = image.firmware(self.board, uimage, squashfs)
        room = self.board.partition("firmware").size - self.firmware.rootfs_data
        for state, overlay in (("ram", image.MARKER), ("jffs2", self._jffs2(room))):
            self.flashes[state] = self.folder / f"flash-{state}"
            self.flashes[state].write_bytes(image.flash(self.board, uimage, squashfs, overlay))

    def partitions(self):
        """(name, offset, size) of all that knit makes, in its order."""
        whole, parts = self.board.partition("firmware"), []
        for part in self.board.partitions:
            parts.append((part.name, part.offset, part.size))
        for name, start, end in (("kernel", 0, self.firmware.rootfs),
                                 ("rootfs", self.firmware.rootfs, whole.size),
                                 ("rootfs_data", self.firmware.rootfs_data, whole.size)):
            parts.append((name, whole.offset + start, end - start))
        return parts

    def mtdparts(self):
        """As short as it gets: QEMU's malta cuts the command line at 255 bytes."""
        rows, end = [DTS_PARTITIONS], self.board.flash_size
        for name, at, size in self.partitions():
            offset = "" if at == end else f"@{at // 1024}k"
            rows.append(f"{size // 1024}k{offset}({name})")
            end = at + size
        return f"mtdparts={self.board.master}:{','.join(rows)}"

    def initrd(self, key, files):
        """The cpio that a kernel's own would be: @files ({path: bytes}), and /dev/console."""
        out = self.folder / f"{key}.cpio"
        folders = {"dev"}
        for path in files:
            folders.update(str(parent) for parent in Path(path).parents if parent.name)
        rows = [cpio_entry(name, 0o40755) for name in sorted(folders)]
        rows.append(cpio_entry("dev/console", 0o20600, device=(5, 1)))
        rows += [cpio_entry(name, 0o100755, data) for name, data in files.items()]
        out.write_bytes(b"".join(rows) + cpio_entry("TRAILER!!!", 0))
        return out

    def contender(self, key, title, files, append=""):
        initrd = self.initrd(key, files)
        size = len(lzma.compress(initrd.read_bytes(), lzma.FORMAT_ALONE))
        return Contender(key, title, initrd, append, size)

    def knit(self, profile):
        env = {key: value for key, value in os.environ.items() if not key.startswith("MAKE")}
        image.run(["make", "-s", "-C", artefacts.ROOT, f"PROFILE={profile}",
                   f"CPU={self.board.cpu}"], env=env)
        folder = artefacts.BUILD / f"{profile}-{self.board.cpu}"
        contender = self.contender(f"knit-{profile}", f"knit, {profile}",
                                   {"init": (folder / "knit").read_bytes()})
        contender.timed = "# CONFIG_KNIT_LED is not set" in (folder / ".config").read_text()
        contender.log = "CONFIG_KNIT_LOG=y" in (folder / ".config").read_text().splitlines()
        return contender

    def knit_same_job(self):
        """router without what the bare calls do not do either: the limits are for this one."""
        without = {name: "n" for name in ("LED", "WINDOW", "MODULES")}
        binary = artefacts.knit_with(self.board.cpu, self.folder / "same-job", **without)
        contender = self.contender("knit-same", "knit, router, this job alone",
                                   {"init": binary.read_bytes()})
        contender.log = True
        return contender

    def kernel(self):
        """Before it mounts a root it waits for all devices, and with -icount QEMU may never
        come to send the keyboard's answer."""
        return Contender("kernel", "the kernel with root=, ROM alone", job=False,
                         append="i8042.nokbd "
                                f"root={ROOTFS} rootfstype=squashfs {self.mtdparts()}")

    def bare(self, state, marks=False):
        flags = [f"-DBENCH_{name.upper().replace('-', '_')}={at:#x},{size:#x}"
                 for name, at, size in self.partitions()]
        flags += ["-DBENCH_JFFS2"] * (state == "jffs2") + ["-DBENCH_MARKS"] * marks
        key = f"bare-{state}" + "-marks" * marks
        binary = self.compile(key, "bare.c", *flags)
        return self.contender(key, "bare system calls", {"init": binary.read_bytes()})

    def _script(self, shell, move, switch):
        body = (HERE / "initramfs.sh").read_text()
        return f"#!{shell}\nmove='{move}' switch={switch}\n{body}".encode()

    def busybox(self):
        """Debian's; PATH leads to one link for each applet that is used."""
        files = {"init": self._script("/bin/busybox sh", "--move", "switch_root"),
                 "bin/busybox": artefacts.script("userland", self.board.cpu).read_bytes()}
        for name in ("mount", "mkdir", "switch_root"):
            files[f"bin/{name}"] = Link("busybox")
        return self.contender("busybox", "busybox sh, switch_root", files, self.mtdparts())

    def klibc(self):
        done = subprocess.run([HERE / "klibc-tools", self.board.cpu], check=True, text=True,
                              stdout=subprocess.PIPE)
        tools = Path(done.stdout.strip())
        files = {str(path.relative_to(tools)): path.read_bytes()
                 for path in sorted(tools.rglob("*")) if path.is_file()}
        files["init"] = self._script("/bin/sh", "-o move", "run-init")
        return self.contender("klibc", "klibc sh, run-init", files, self.mtdparts())
