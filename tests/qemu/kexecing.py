# SPDX-License-Identifier: GPL-2.0-only
"""What the tests of kexec share: systems with kernels in their ROM, and what a kernel was given."""
import base64
import gzip
import re
import shlex
import subprocess
from dataclasses import dataclass

from knitlib import artefacts, image
from device import cpio
from storage import full_knit

KERNEL = "/boot/kernel"
STARTED = r"Linux version \S+"
# what a boot loader makes up anew each time, such as where the initrd is, and the command line,
# which is compared by itself
MADE_UP = re.compile(r"\s*((rng-seed|kaslr-seed|linux,[\w-]+|bootargs)( = [^;]*)?"
                     r"|/memreserve/\s.*);")
OURS = re.compile("knit.kexec.count=|rd_start=|rd_size=")
SLACK = 1024        # KiB: where kernel, tree and initrd lie decides how many pages are lost


def kernel(device):
    """A kernel that kexec takes: as QEMU takes it, on MIPS an ELF file."""
    return device.kernel.read_bytes()


def unpacking(device):
    """A MIPS kernel that unpacks itself."""
    return (device.kernels / "vmlinuz").read_bytes()


def installed(device, files=None, firmware=b"none", with_kernel=True):
    """A flash whose ROM holds a kernel, knit with all it can, and @files ({path: content}).

    @firmware is what lies before the ROM: QEMU starts the first kernel, and there is no room for
    a third one on malta.
    """
    boot = {KERNEL: kernel(device)} if with_kernel else {}
    rom = device.rootfs({"/sbin/knit": full_knit(device), **boot, **(files or {})},
                        with_knit=False)
    if device.board.has_disk:
        return device.make(rom)
    return device.make(rom, uimage=image.make_uimage(device.board, firmware))


def tools(device):
    """{path: bytes} of Debian's kexec."""
    return {"/sbin/kexec": artefacts.script("kexec-tools", device.board.cpu).read_bytes()}


@dataclass
class Given:
    """What a kernel was given by whoever has started it."""
    cmdline: list       # words, but for those of a kexec: how often, where the initrd is
    ram: tuple          # ranges
    total: int          # KiB
    tree: str           # as source, sorted; empty if there is none


def running_tree(machine):
    """The device tree that the kernel was given, empty if it was none."""
    packed = machine.shell("[ ! -e /sys/firmware/fdt ] || gzip </sys/firmware/fdt | base64")
    return gzip.decompress(base64.b64decode(packed)) if packed else b""


def tree_of(machine):
    """The same as source, but for what is made up."""
    blob = running_tree(machine)
    if not blob:
        return ""
    done = subprocess.run(["dtc", "-q", "-s", "-I", "dtb", "-O", "dts", "-"], input=blob,
                          stdout=subprocess.PIPE, check=True)
    lines = done.stdout.decode().split("\n")
    return "\n".join(line for line in lines if not MADE_UP.fullmatch(line))


def given(machine):
    """Ask a running system."""
    rows = machine.shell("grep 'System RAM' /proc/iomem").split("\n")
    words = shlex.split(machine.shell("cat /proc/cmdline"))     # which quotes as the kernel does
    words = [word for word in words if not OURS.match(word)]
    return Given(words, tuple(row.strip() for row in rows),
                 int(machine.shell("grep MemTotal /proc/meminfo").split()[1]), tree_of(machine))


def differences(direct, now, more):
    """What is not as after a direct boot, in words; @more: what was appended."""
    found = []
    if now.cmdline != direct.cmdline + more.split():
        found.append(f"command line: {now.cmdline}")
    if now.ram != direct.ram:
        found.append(f"memory: {now.ram} and not {direct.ram}")
    if abs(now.total - direct.total) > SLACK:
        found.append(f"memory: {now.total} KiB and not {direct.total}")
    if now.tree != direct.tree:
        found.append("device tree: " + changed(direct.tree, now.tree))
    return found


def changed(one, other):
    """The lines that two texts don't share."""
    one, other = one.split("\n"), other.split("\n")
    return "; ".join([f"-{line.strip()}" for line in one if line not in other] +
                     [f"+{line.strip()}" for line in other if line not in one])


def starts(machine, words):
    """`knit kexec` from a shell; returns the second kernel's console up to its shell."""
    machine.type(f"knit kexec {words}")
    machine.expect(STARTED)
    return machine.boot()


OF_INITRD = "/sbin/of-the-initrd"
SAYS_INITRD = "#!/bin/sh\necho 'knit-test: chosen by the initrd'\nexec /sbin/init\n"


def initrd(device):
    """A cpio whose /init, in place of the kernel's own, is a knit with another init."""
    knit = artefacts.knit_with(device.board.cpu, device.folder / "of-initrd",
                               INIT=f'"{OF_INITRD}"')
    tree = device.folder / "initrd"
    tree.mkdir(exist_ok=True)
    (tree / "init").write_bytes(knit.read_bytes())
    (tree / "init").chmod(0o755)
    return cpio(tree, device.folder / "initrd.cpio").read_bytes()
