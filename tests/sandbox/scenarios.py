# SPDX-License-Identifier: GPL-2.0-only
"""The machines that the sandbox plays: what is in their flash, on their disks and in /proc."""
import fcntl
import os
import shutil
import struct
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from sandbox import HERE, LAUNCH, OUT, ROOT

KNIT = ROOT / "build" / "router-x86_64" / "knit"
BLOCK = 0x10000                 # erase block
FIRMWARE = 2 * BLOCK            # where it lies in the flash
SIZE = 10 * BLOCK               # how long it is
GUID = "c12a7328-f81f-11d2-ba4b-00a0c93ec93b"
MARKER = b"\xde\xad\xc0\xde"
JFFS2 = b"\x85\x19\x03\x20"
DIRS = ["proc", "sys", "dev", "tmp", "mnt", "rom", "overlay", "run", "sbin", "bin"]
FILESYSTEMS = "nodev\tsysfs\nnodev\ttmpfs\nnodev\t9p\n\text4\n\tsquashfs\n"

# a root that is a rootfs cannot be left by pivot_root before Linux 7.0
OLD_KERNEL = "pivot_root:error=EINVAL"


@dataclass
class Scenario:
    """One way to start, on one machine."""

    name: str
    end: str                            # init, shell (failsafe with a ROM) or failsafe
    why: str = ""                       # what the console shows
    argv: list = field(default_factory=lambda: ["/init"])
    cmdline: str = "console=ttyS0"
    window: int = 0                     # seconds; for most of them a person only takes time
    inject: list = field(default_factory=lambda: [OLD_KERNEL])
    flash: bytes = None                 # what lies at the start of rootfs_data
    fresh: bool = False                 # its file system has never been an overlay
    disk: bool = False
    devtmpfs: bool = True
    listed: bool = True                 # whether its list of calls is the same each time
    files: dict = field(default_factory=dict)       # more of them; None takes one away
    knit: Path = KNIT

    @property
    def template(self):
        return OUT / "machines" / self.name


MANY = ("dev:    size   erasesize  name\n"
        f'mtd0: {SIZE + 5 * BLOCK:08x} {BLOCK:08x} "flash"\n'
        f'mtd1: {SIZE:08x} {BLOCK:08x} "firmware"\n' +
        "".join(f'mtd{n}: {BLOCK:08x} {BLOCK:08x} "a partition of no use, {n}"\n'
                for n in range(2, 250)))

UBI = ("dev:    size   erasesize  name\n"
       f'mtd0: {SIZE + 5 * BLOCK:08x} {BLOCK:08x} "flash"\n'
       f'mtd1: {SIZE:08x} {BLOCK:08x} "firmware"\n'
       f'mtd2: {SIZE:08x} {BLOCK:08x} "ubi"\n')

SCENARIOS = [
    Scenario("router-marker", "init", "RAM, not formatted yet", flash=MARKER),
    Scenario("router-jffs2", "init", "jffs2 on rootfs_data", flash=JFFS2),
    Scenario("router-nullfs", "init", "jffs2 on rootfs_data", flash=JFFS2, inject=[]),
    Scenario("router-fresh", "init", "jffs2 on rootfs_data", flash=JFFS2, fresh=True),
    # the power was cut while jffs2 erased its first block
    Scenario("router-block-lost", "init", "jffs2 on rootfs_data",
             flash=b"\xff" * 2 * BLOCK + JFFS2),
    Scenario("router-block-torn", "init", "jffs2 on rootfs_data",
             flash=b"\0" * BLOCK + JFFS2, listed=False),
    Scenario("router-marker-on-jffs2", "init", "RAM, not formatted yet",
             flash=MARKER.ljust(BLOCK, b"\xff") + JFFS2, listed=False),
    Scenario("router-blank", "init", "RAM, blank", flash=b"\xff" * 4),
    # what else the machine does is told to the window too, so the list is another each time
    Scenario("router-window", "init", "jffs2 on rootfs_data", flash=JFFS2, window=1, listed=False),
    Scenario("router-garbage", "init", "overlay: RAM, no jffs2", flash=b"\0" * 4),
    Scenario("router-no-jffs2", "init", "overlay: RAM, ", flash=JFFS2,
             files={"no-jffs2": ""}),
    Scenario("router-enospc", "init", "overlay: RAM, jffs2: no space", flash=JFFS2,
             files={"no-jffs2": "28"}),
    Scenario("router-ubi", "init", "ubifs on changes", flash=MARKER,
             cmdline="knit.overlay=changes",
             files={"proc/mtd": UBI, "dev/ubi_ctrl": "",
                    "sys/class/ubi/ubi0_0/name": "changes\n"}),
    Scenario("router-no-overlay", "init", "overlayfs: not there", flash=JFFS2,
             files={"no-overlay": ""}),
    Scenario("router-beside", "init", "jffs2 on rootfs_data", flash=JFFS2,
             files={"root/lib/firmware/wifi/a.bin": "a", "root/lib/firmware/b.bin": "b",
                    "root/etc/.hidden": "", "root/dev/mem": "", "root/c": "c"}),
    Scenario("router-250-partitions", "init", "jffs2 on rootfs_data", flash=JFFS2,
             files={"proc/mtd": MANY}),
    Scenario("disk", "init", "ext4 on rootfs_data", disk=True),
    Scenario("disk-nodes", "init", "ext4 on rootfs_data", disk=True, devtmpfs=False),
    Scenario("root", "init", "root: squashfs on /dev/vda1", disk=True,
             cmdline="root=/dev/vda1 rootwait=3 ro"),
    Scenario("root-overlay", "init", "overlay: RAM, as asked for", disk=True,
             cmdline="root=PARTLABEL=rootfs rootfstype=squashfs knit.overlay=ram"),
    Scenario("root-partuuid", "init", "root: squashfs on /dev/vda1", disk=True,
             cmdline=f"root=PARTUUID={GUID}"),
    Scenario("pivot", "init", "overlay: RAM", argv=["/sbin/knit"],
             cmdline="init=/sbin/knit", inject=[], files={"root.squashfs": "rom"}),
    Scenario("initramfs", "init", "starting the real init in place",
             files={"root/sbin/init": "witness"}),
    Scenario("off", "init", "in place", cmdline="knit.off knit.init=/linuxrc", flash=JFFS2,
             files={"root/linuxrc": "witness"}),
    Scenario("long-cmdline", "init", "handover", flash=JFFS2,
             cmdline=f"knit.init=/bin/none {'x' * 4030} knit.init=/bin/other"),
    Scenario("no-flash", "failsafe", "failsafe: flash: ", listed=False),
    # a disk is looked for then: what is said must still be the flash's own
    Scenario("no-master", "failsafe", "flash: opening the flash: not found", flash=MARKER,
             listed=False, files={"dev/mtd0": None, "sys/class/block/vdz/uevent": "DEVNAME=vdz\n"}),
    Scenario("no-squashfs", "failsafe", "no squashfs behind the kernel", flash=MARKER,
             files={"rom": None}),
    Scenario("no-init", "failsafe", "failsafe: handover: ", flash=JFFS2, files={"init": None}),
    Scenario("root-missing", "failsafe", "failsafe: root: ", disk=True,
             cmdline="root=/dev/vdb1 rootdelay=0 rootwait=1", listed=False),
    # the shell and the server for logins start at once, and in no order
    Scenario("shell-rom", "shell", "failsafe: handover: ", cmdline="knit.overlay=none",
             flash=JFFS2, inject=[OLD_KERNEL, "chdir:error=EIO:when=1..2"], listed=False),
    Scenario("shell", "shell", "failsafe: handover: ", argv=["/sbin/knit"], listed=False,
             cmdline="init=/sbin/knit", files={"root.squashfs": "rom"}),
]
BY_NAME = {scenario.name: scenario for scenario in SCENARIOS}


def tool(*command):
    done = subprocess.run([str(word) for word in command], cwd=ROOT, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed:\n{done.stdout}")
    return done.stdout


def rom(init, knit, shell=None):
    """A squashfs with the witness as its init and its shell, or `shell` as that."""
    with open(OUT / "rom.lock", "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return rom_make(init, knit, shell)


def rom_make(init, knit, shell):
    folder = OUT / "tree"
    shutil.rmtree(folder, ignore_errors=True)
    for name in DIRS:
        (folder / name).mkdir(parents=True)
    if init:
        shutil.copy2(OUT / "witness", folder / "bin" / "sh")
        shutil.copy2(OUT / "witness", folder / "sbin" / "init")
        shutil.copy2(OUT / "witness", folder / "bin" / "other")
    if shell is not None:
        (folder / "bin" / "sh").write_text(shell)
    if knit:
        shutil.copy2(KNIT, folder / "sbin" / "knit")
    image = OUT / "rom.squashfs"
    tool("mksquashfs", folder, image, "-noappend", "-all-root", "-quiet", "-no-progress",
         "-mkfs-time", "0", "-all-time", "0", "-no-xattrs")
    return image.read_bytes()


def flash(data, image):
    """Something, then firmware: a uImage, the ROM on the next erase block, rootfs_data."""
    kernel = b"K" * 100000
    head = struct.pack(">IIIIIIIBBBB32s", 0x27051956, 0, 0, len(kernel), 0, 0, 0, 5, 5, 2, 3, b"")
    firmware = (head + kernel).ljust(2 * BLOCK, b"\xff") + image
    end = -(-len(firmware) // BLOCK) * BLOCK
    firmware = firmware.ljust(end, b"\xff") + data
    return (b"\0" * FIRMWARE + firmware.ljust(SIZE, b"\xff")).ljust(SIZE + 3 * BLOCK, b"\xff")


def gpt(size):
    """The first sectors of a disk whose first partition has our GUID."""
    fields = [int(GUID[:8], 16), int(GUID[9:13], 16), int(GUID[14:18], 16)]
    guid = struct.pack("<IHH", *fields) + bytes.fromhex(GUID[19:].replace("-", ""))
    header = b"EFI PART".ljust(72, b"\0") + struct.pack("<QII", 2, 128, 128)
    return bytes(512) + header.ljust(512, b"\0") + (b"\1" * 16 + guid).ljust(size - 1024, b"\0")


def write(path, data):
    if path.is_symlink():
        path.unlink()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode())


def add_flash(top, scenario, image):
    chip = flash(scenario.flash, image)
    write(top / "dev/mtd0", chip)
    write(top / "dev/mtd1", chip[FIRMWARE:FIRMWARE + SIZE])
    write(top / "proc/mtd", "dev:    size   erasesize  name\n"
          f'mtd0: {len(chip):08x} {BLOCK:08x} "flash"\n'
          f'mtd1: {SIZE:08x} {BLOCK:08x} "firmware"\n')
    write(top / "sys/devices/mtd/mtd0/mtd1/offset", f"{FIRMWARE}\n")
    write(top / "sys/devices/mtd/mtd0/uevent", "MAJOR=90\nMINOR=0\nDEVNAME=mtd0\nDEVTYPE=mtd\n")
    (top / "sys/class/mtd").mkdir(parents=True)
    os.symlink("../../devices/mtd/mtd0/mtd1", top / "sys/class/mtd/mtd1")
    (top / "jffs2").mkdir()
    if not scenario.fresh:
        (top / "jffs2/upper").mkdir()
        (top / "jffs2/work").mkdir()
        os.symlink("2", top / "jffs2/.fs_state")


def add_disk(top, image):
    write(top / "dev/vda.img", gpt(20480))
    write(top / "dev/vda1.img", image.ljust(-(-len(image) // 4096) * 4096, b"\0"))
    shutil.copyfile(OUT / "ext4.img", top / "dev/vda2.img")
    for minor, (name, more) in enumerate({"vda": "DEVTYPE=disk\n",
                                          "vda1": "PARTN=1\nPARTNAME=rootfs\n",
                                          "vda2": "PARTN=2\nPARTNAME=rootfs_data\n"}.items()):
        folder = top / "sys/class/block" / name
        write(folder / "uevent", f"MAJOR=254\nMINOR={minor}\nDEVNAME={name}\n{more}")
    (top / "sys/block/vda").mkdir(parents=True)     # a link in truth, and no partitions


def make(scenario):
    """Fill a scenario's template."""
    top = scenario.template
    shutil.rmtree(top, ignore_errors=True)
    image = b"" if "rom" in scenario.files else rom(
        "init" not in scenario.files, False, scenario.files.get("shell"))
    write(top / "proc/cmdline", f"knit.window={scenario.window} {scenario.cmdline}\n")
    write(top / "proc/filesystems", FILESYSTEMS)
    write(top / "proc/sys/kernel/panic", "0\n")
    os.symlink(".real/self", top / "proc/self")
    os.symlink("self/mounts", top / "proc/mounts")
    write(top / "sys/class/tty/console/active", "console\n")
    write(top / "dev/console", "")
    write(top / "dev/kmsg", "")
    write(top / "dev/watchdog", "")
    if scenario.flash is not None:
        add_flash(top, scenario, image)
    if scenario.disk:
        add_disk(top, image)
    if not scenario.devtmpfs:
        # launch adds the disks; no other number would be ours and not the host's
        write(top / "no-devtmpfs", "")
        (top / "sys/dev/char").mkdir(parents=True)
        (top / "sys/dev/block").mkdir()
    if "root.squashfs" not in scenario.files:
        write(top / "root/init", scenario.knit.read_bytes())
        (top / "root/init").chmod(0o755)
        (top / "root/dev").mkdir()
        os.symlink("/proc/self/fd/0", top / "root/dev/console")
    for name, what in scenario.files.items():
        if what == "witness":
            write(top / name, (OUT / "witness").read_bytes())
            (top / name).chmod(0o755)
        elif what == "rom":
            write(top / name, rom(True, True))
        elif what is not None:
            write(top / name, what)
        else:
            (top / name).unlink(missing_ok=True)


def prepare():
    """Build all that is needed, once for all workers of a test run."""
    OUT.mkdir(parents=True, exist_ok=True)
    with open(OUT / "lock", "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        tool("make", "PROFILE=router", "CPU=x86_64")
        made_of = [KNIT, *HERE.glob("*.[ch]"), Path(__file__)]
        stamp = OUT / "stamp"
        newest = str(max(path.stat().st_mtime_ns for path in made_of))
        if stamp.exists() and stamp.read_text() == newest:
            return
        nolibc = Path(tool("scripts/kernel-source").splitlines()[-1]) / "tools/include/nolibc"
        tool("gcc", "-O1", "-Wall", "-Wextra", "-Werror", "-Wno-format-truncation", "-o", LAUNCH,
             HERE / "launch.c", HERE / "tree.c", HERE / "kernel.c", HERE / "filter.c")
        tool("gcc", "-static", "-nostdlib", "-Os", "-s", "-fno-stack-protector", "-fno-pie",
             "-no-pie", "-include", nolibc / "nolibc.h", "-o", OUT / "witness",
             HERE / "witness.c", "-lgcc")
        (OUT / "ext4.img").unlink(missing_ok=True)
        tool("mkfs.ext4", "-q", "-O", "^has_journal", OUT / "ext4.img", "2m")
        for scenario in SCENARIOS:
            make(scenario)
        stamp.write_text(newest)
