# SPDX-License-Identifier: GPL-2.0-only
"""Disks beside the flash, and roots whose configuration names them."""
import io
import subprocess
import tarfile

from knitlib import artefacts
from knitlib import disk as disks

MIB = 1024 * 1024
UUID = "5b3f8c1e-1d3a-4f5b-9c77-0a8b6d2e4f10"
MKFS = {
    "ext4": ["/usr/sbin/mkfs.ext4", "-q", "-F", "-L"],
    "f2fs": ["/usr/sbin/mkfs.f2fs", "-q", "-l"],
    "btrfs": ["/usr/sbin/mkfs.btrfs", "-q", "-L"],
    "swap": ["/usr/sbin/mkswap", "-L"],
}


def disk(folder, kind, label="data", tree=None, uuid=UUID):
    """A file with a file system on it, or swap; with what lies in the folder @tree (ext4)."""
    path = folder / f"{label}.img"
    with path.open("wb") as file:
        file.truncate((256 if kind == "btrfs" else 64) * MIB)
    words = [*(["-d", tree] if tree else []), *(["-U", uuid] if uuid else [])]
    subprocess.run([*MKFS[kind], label, *words, path], check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return path


def drives(*paths, card="virtio-blk-pci"):
    """QEMU's words for disks that are there from the beginning."""
    words = []
    for number, path in enumerate(paths):
        words += ["-drive", f"if=none,id=d{number},format=raw,file={path}",
                  "-device", f"{card},drive=d{number}"]
    return words


def full_options():
    """What makes knit_with() and other_knit() build one with all that it can."""
    config = (artefacts.ROOT / "configs" / "full_defconfig").read_text().splitlines()
    return dict(line.removeprefix("CONFIG_KNIT_").split("=") for line in config
                if line.startswith("CONFIG_KNIT_"))


def full_knit(device):
    """knit with all that it can, as the command in a root file system."""
    return device.knit_with(**full_options())


def section(kind, **options):
    """A section of a file in /etc/config."""
    return f"config {kind}\n" + "".join(f"\toption {name} '{value}'\n"
                                        for name, value in options.items())


def configured(device, files, programs=None, overlay=None):
    """Flash with a ROM that holds these {path: text}, and a full knit; {path: bytes} to be run."""
    rom = device.rootfs({"/sbin/knit": full_knit(device), **files, **(programs or {})},
                        with_knit=False)
    return device.make(rom, overlay)


def configured_disk(device, files, programs=None, upper=None):
    """The same for x86, whose writable half is on its disk: @upper is {path: bytes to be run}.

    A text there is where a link leads to.
    """
    configured(device, files, programs)
    folder = device.folder / "changes"
    for path, content in (upper or {}).items():
        there = folder / "upper" / path.lstrip("/")
        there.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            there.write_bytes(content)
            there.chmod(0o755)
        else:
            there.symlink_to(content)
    rootfs = (device.folder / "own.squashfs").read_bytes()
    return device.take(disks.x86_disk(rootfs, disks.ext4(files=upper and folder)))


def archive(files):
    """/sysupgrade.tgz with @files, {path: text}."""
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w:gz") as tar:
        for name, text in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(text)
            tar.addfile(info, io.BytesIO(text.encode()))
    return data.getvalue()


def source_of(machine, where):
    """What is mounted there last: device, place, type."""
    return machine.shell(f"grep ' {where} ' /proc/mounts | tail -n 1 | cut -d' ' -f1-3")
