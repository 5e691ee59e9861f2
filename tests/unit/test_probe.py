# SPDX-License-Identifier: GPL-2.0-only
"""`knit probe` and blkid, line by line, on what every real mkfs makes.

Where they differ, or where blkid knows nothing, the case says so. No root is needed: both read
a regular file as well as a device.
"""
import fcntl
import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "build" / "tests" / "probe"
KEYS = ("DEVNAME", "LABEL", "UUID", "TYPE")
UNKNOWN = 2             # exit status of both
# the label of a FAT is in the code page of the locale
ENV = {**os.environ, "LC_ALL": "C.UTF-8", "PATH": os.environ["PATH"] + ":/usr/sbin:/sbin"}
MIB = 1 << 20
UUID = "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"


def run(*command):
    return subprocess.run([str(word) for word in command], env=ENV, stdin=subprocess.DEVNULL,
                          capture_output=True, timeout=60, check=False)


def build(cpu):
    """knit with KNIT_PROBE for a CPU, built unless it is up to date."""
    out = OUT / cpu
    out.mkdir(parents=True, exist_ok=True)
    wanted = (ROOT / "configs" / "router_defconfig").read_text(encoding="ascii")
    wanted += "CONFIG_KNIT_PROBE=y\n"
    env = {key: value for key, value in os.environ.items()
           if key not in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL")}
    with open(out / "lock", "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        # anew each time: what it leaves open has the defaults of today
        (out / ".config").write_text(wanted, encoding="ascii")
        done = subprocess.run(["make", "-s", "-C", ROOT, f"O={out}", f"CPU={cpu}"], env=env,
                              stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              check=False)
        assert not done.returncode, done.stdout + done.stderr
    return out / "knit"


@pytest.fixture(scope="module")
def knit():
    """Commands: for this machine, and for a router, whose words are the other way round."""
    return [[build("x86_64")], ["qemu-mips", build("mips")]]


def quoted(line):
    """A line of knit's as blkid writes it: see safe_print() in its source."""
    key, value = line.split(b"=", 1)
    out = b""
    for byte in value if key == b"LABEL" else b"":
        if byte & 0x80:
            out += b"M-"
            byte &= 0x7f
        if byte < 0x20 or byte == 0x7f:
            out += b"^" + bytes([byte ^ 0x40])
        else:
            out += b"\\" * (byte in b" \\\"'$`<>") + bytes([byte])
    return key + b"=" + (out if key == b"LABEL" else value)


def probed(knit, image):
    """Status and lines, which are the same on each CPU."""
    host, router = (run(*command, "probe", image) for command in knit)
    assert not host.stderr and not router.stderr
    assert (host.returncode, host.stdout) == (router.returncode, router.stdout)
    return host.returncode, host.stdout.splitlines()


def blkid(image):
    done = run("blkid", "-p", "-o", "export", image)
    lines = [line for line in done.stdout.splitlines()
             if line.split(b"=")[0].decode() in KEYS]
    return done.returncode, lines


def make(image, size, *command):
    """The image, made by a command that takes its name last."""
    if size:
        with open(image, "wb") as file:
            file.truncate(size)
    done = run(*command, *([] if image in command else [image]))
    assert not done.returncode, (done.stdout + done.stderr).decode()


LONG = "L" * 255
TRICKY = "a $b\"'\\`<"
CASES = {
    # name: (bytes, command)
    "ext2": (4 * MIB, "mke2fs", "-q", "-t", "ext2"),
    "ext2-rev0": (4 * MIB, "mke2fs", "-q", "-t", "ext2", "-r", "0", "-O", "none"),
    "ext2-label": (4 * MIB, "mke2fs", "-q", "-t", "ext2", "-L", "sixteen letters!"),
    "ext3": (8 * MIB, "mke2fs", "-q", "-t", "ext3", "-L", "Größe"),
    "ext3-1k": (8 * MIB, "mke2fs", "-q", "-t", "ext3", "-b", "1024", "-L", TRICKY),
    "ext4": (8 * MIB, "mke2fs", "-q", "-t", "ext4", "-L", "rootfs_data"),
    "ext4-4k": (8 * MIB, "mke2fs", "-q", "-t", "ext4", "-b", "4096", "-U", UUID),
    "ext4-no-journal": (4 * MIB, "mke2fs", "-q", "-t", "ext4", "-O", "^has_journal"),
    "ext4-64k": (64 * MIB, "mke2fs", "-q", "-F", "-t", "ext4", "-b", "65536"),
    "ext4-blanks": (8 * MIB, "mke2fs", "-q", "-t", "ext4", "-L", "a b   "),
    "f2fs": (64 * MIB, "mkfs.f2fs", "-q"),
    "f2fs-label": (64 * MIB, "mkfs.f2fs", "-q", "-l", "rootfs_data"),
    "f2fs-unicode": (64 * MIB, "mkfs.f2fs", "-q", "-l", "Größe 日本 ߿ࠀ"),
    "f2fs-255": (64 * MIB, "mkfs.f2fs", "-q", "-l", LONG),
    "btrfs": (120 * MIB, "mkfs.btrfs", "-q"),
    "btrfs-label": (120 * MIB, "mkfs.btrfs", "-q", "-L", "Größe " + TRICKY, "-U", UUID),
    "btrfs-255": (120 * MIB, "mkfs.btrfs", "-q", "-L", LONG),
    "xfs": (300 * MIB, "mkfs.xfs", "-q"),
    "xfs-label": (300 * MIB, "mkfs.xfs", "-q", "-L", "twelve=chars"),
    "xfs-v4": (300 * MIB, "mkfs.xfs", "-q", "-m", f"crc=0,uuid={UUID}", "-L", "ä"),
    "fat12": (2 * MIB, "mkfs.vfat", "-F", "12"),
    "fat12-label": (2 * MIB, "mkfs.vfat", "-F", "12", "-n", "ELEVENCHARS"),
    "fat16": (16 * MIB, "mkfs.vfat", "-F", "16", "-i", "0badcafe"),
    "fat16-label": (16 * MIB, "mkfs.vfat", "-F", "16", "-n", "A B"),
    "fat16-no-serial": (16 * MIB, "mkfs.vfat", "-F", "16", "-i", "0"),
    "fat32": (64 * MIB, "mkfs.vfat", "-F", "32"),
    "fat32-label": (64 * MIB, "mkfs.vfat", "-F", "32", "-n", "BOOT"),
    "fat32-4k": (512 * MIB, "mkfs.vfat", "-F", "32", "-S", "4096", "-n", "BOOT"),
    "exfat": (8 * MIB, "mkfs.exfat"),
    "swap": (MIB, "mkswap"),
    "swap-label": (MIB, "mkswap", "-L", "sixteen letters!", "-U", UUID),
    **{f"swap-{page}": (MIB, "mkswap", "--pagesize", str(page), "-L", "Größe")
       for page in (4096, 8192, 16384, 32768, 65536)},
}


def same(knit, image):
    status, lines = probed(knit, image)
    assert not status
    assert lines[0] == f"DEVNAME={image}".encode()
    assert lines[-1].startswith(b"TYPE=")
    # blkid has an order for each type
    assert sorted(map(quoted, lines)) == sorted(blkid(image)[1])
    return dict(line.decode(errors="replace").split("=", 1) for line in lines)


@pytest.mark.parametrize("name", CASES)
def test_disk(knit, tmp_path, name):
    size, *command = CASES[name]
    image = tmp_path / "i"
    make(image, size, *command)
    facts = same(knit, image)
    kind = name.split("-", maxsplit=1)[0]
    assert facts["TYPE"] == ("vfat" if kind.startswith("fat") else kind)
    assert ("UUID" in facts) == (name != "fat16-no-serial")


@pytest.fixture
def tree(tmp_path):
    folder = tmp_path / "tree"
    folder.mkdir()
    for number in range(20):
        (folder / f"file{number}").write_bytes(bytes(range(256)) * 64)
    return folder


@pytest.mark.parametrize("more", [(), ("-comp", "xz", "-b", "262144")])
def test_squashfs(knit, tmp_path, tree, more):
    image = tmp_path / "i"
    make(image, 0, "mksquashfs", tree, image, "-quiet", "-no-progress", *more)
    assert set(same(knit, image)) == {"DEVNAME", "TYPE"}


@pytest.mark.parametrize("more", [(), ("-zlz4hc", "-U", UUID)])
def test_erofs(knit, tmp_path, tree, more):
    image = tmp_path / "i"
    make(image, 0, "mkfs.erofs", *more, image, tree)
    assert same(knit, image)["TYPE"] == "erofs"


def test_ubifs(knit, tmp_path, tree):
    image = tmp_path / "i"
    make(image, 0, "mkfs.ubifs", "-r", tree, "-m", "1", "-e", "65408", "-c", "64", "-o", image)
    facts = same(knit, image)
    assert facts["TYPE"] == "ubifs" and facts["UUID"]


@pytest.mark.parametrize("order", ["-l", "-b"])
@pytest.mark.parametrize("more", [(), ("-n",), ("-p",)])
def test_jffs2(knit, tmp_path, tree, order, more):
    """blkid does not know it."""
    image = tmp_path / "i"
    make(image, 0, "mkfs.jffs2", order, *more, "-d", tree, "-e", "0x10000", "-o", image)
    assert blkid(image) == (UNKNOWN, [])
    assert probed(knit, image) == (0, [f"DEVNAME={image}".encode(), b"TYPE=jffs2"])


@pytest.mark.parametrize("label", [None, "elevenchars", "Größe"])
def test_exfat(knit, tmp_path, label):
    """Its label lies in the root directory, where knit does not look."""
    image = tmp_path / "i"
    make(image, 8 * MIB, "mkfs.exfat", *(["-L", label] if label else []))
    status, lines = probed(knit, image)
    assert not status
    theirs = blkid(image)[1]
    assert any(line.startswith(b"LABEL=") for line in theirs) == bool(label)
    assert lines == [line for line in theirs if not line.startswith(b"LABEL=")]


def test_long_label(knit, tmp_path):
    """knit reads 255 of the 512 characters that f2fs has room for."""
    image = tmp_path / "i"
    make(image, 64 * MIB, "mkfs.f2fs", "-q", "-l", LONG + "behind")
    assert f"LABEL={LONG}".encode() in probed(knit, image)[1]
    assert f"LABEL={LONG}behind".encode() in blkid(image)[1]


def test_code_page(knit, tmp_path):
    """A FAT's label is told as it is; mkfs.vfat takes no such letter, DOS and Windows do."""
    image = tmp_path / "i"
    make(image, 16 * MIB, "mkfs.vfat", "-F", "16", "-n", "GROESSE")
    data = image.read_bytes()
    assert data.count(b"GROESSE    ") == 2      # in the boot sector and in the root directory
    image.write_bytes(data.replace(b"GROESSE    ", b"GR\x99SSE     "))
    same(knit, image)
    assert b"LABEL=GR\x99SSE" in probed(knit, image)[1]


def test_rare_characters(knit, tmp_path):
    """What UTF-16 has in two words is two question marks; and no control character is told."""
    image = tmp_path / "i"
    make(image, 64 * MIB, "mkfs.f2fs", "-q", "-l", "a\U0001f40cb")
    assert b"LABEL=a??b" in probed(knit, image)[1]
    make(image, 8 * MIB, "mke2fs", "-q", "-F", "-t", "ext4", "-L", "a\n\033[2Jb")
    assert b"LABEL=a??[2Jb" in probed(knit, image)[1]


def test_nothing(knit, tmp_path):
    image = tmp_path / "i"
    for content in (b"", bytes(MIB), b"\xff" * MIB, b"SWAPSPACE2" * 10000):
        image.write_bytes(content)
        assert probed(knit, image) == (UNKNOWN, [])
        assert blkid(image) == (UNKNOWN, [])


@pytest.mark.parametrize("words, reason", [
    ((), b": no such device"), (("/nowhere",), b"/nowhere: "), (("nowhere",), b"nowhere: "),
    (("UUID=",), b"UUID=: "), (("LABEL=no disk is called that",), b"LABEL=no disk"),
    (("PARTUUID=x",), b"PARTUUID=x: "), (("PARTNAME=",), b"PARTNAME="),
    (("/" + 200 * "x",), b"/xxx")])
def test_wrong(knit, words, reason):
    for command in knit:
        done = run(*command, "probe", *words)
        assert done.returncode == 1 and not done.stdout
        assert done.stderr.startswith(b"knit: probe: ") and reason in done.stderr
