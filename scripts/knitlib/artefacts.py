# SPDX-License-Identifier: GPL-2.0-only
"""What a boot is made of. Each comes from a script of its own, which keeps it in the cache."""
import fcntl
import functools
import hashlib
import os
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

from . import disk, image

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = ROOT / "scripts"
BUILD = ROOT / "build"
PROFILE = os.environ.get("PROFILE") or "router"     # `make boot PROFILE=core`


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
def kernel_dir(board_name, variant="", profile=PROFILE, linux=""):
    """The board's kernel; @linux: of another series than the default one."""
    more = ["--variant", variant] if variant else []
    more += ["--linux", linux] if linux else []
    return script("kernel", board_name, "--profile", profile, *more)


@contextmanager
def lock(name):
    """One process at a time makes @name; the next one finds it made."""
    BUILD.mkdir(exist_ok=True)
    with open(BUILD / f".lock-{name}", "w", encoding="ascii") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def make(*words):
    """Run this project's make; its output is shown if it fails."""
    command = ["make", "-s", "-C", str(ROOT), *words]
    env = {key: value for key, value in os.environ.items() if not key.startswith("MAKE")}
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, env=env, check=False)
    if done.returncode:
        raise ArtefactError(f"'make {' '.join(words)}' failed:\n{done.stdout[-3000:]}")


@functools.lru_cache(maxsize=None)
def knit(cpu):
    """The stripped binary, as the command in a root file system."""
    with lock(f"knit-{cpu}"):
        make(f"PROFILE={PROFILE}", f"CPU={cpu}")
    return BUILD / f"{PROFILE}-{cpu}" / "knit"


def knit_with(cpu, folder, **options):
    """The stripped binary with other @options, named without KNIT_, built in @folder."""
    folder.mkdir(exist_ok=True)
    config = (ROOT / "configs" / f"{PROFILE}_defconfig").read_text(encoding="ascii")
    config += "".join(f"CONFIG_KNIT_{name}={value}\n" for name, value in options.items())
    (folder / ".config").write_text(config, encoding="ascii")
    make(f"O={folder}", f"CPU={cpu}", "olddefconfig", "all")
    taken = (folder / ".config").read_text(encoding="ascii")
    for name, value in options.items():
        line = f"# CONFIG_KNIT_{name} is not set" if value == "n" else f"CONFIG_KNIT_{name}={value}"
        if line + "\n" not in taken:
            raise ArtefactError(f"kconfig did not take KNIT_{name}={value}")
    return folder / "knit"


@functools.lru_cache(maxsize=None)
def knit_kept(cpu, options):
    """The same, for many tests: @options as ((name, value), ...)."""
    made_of = hashlib.sha256(f"{PROFILE} {options}".encode()).hexdigest()[:8]
    with lock(f"knit-{cpu}-{made_of}"):
        return knit_with(cpu, BUILD / f"{PROFILE}-{cpu}-{made_of}", **dict(options))


@functools.lru_cache(maxsize=None)
def bare_rootfs(cpu):
    """Busybox and its files, without knit."""
    return script("rootfs", cpu)


def make_rootfs(cpu, output, extra=None, without=(), with_knit=True):
    """A root file system with more ({path there: file here}) or less in it than usual."""
    words = ["-o", output]
    files = {"/sbin/knit": knit(cpu)} if with_knit else {}
    for there, here in {**files, **(extra or {})}.items():
        words += ["--with", f"{here}={there}"]
    for path in without:
        words += ["--without", path]
    script("rootfs", cpu, *words)
    return output


@functools.lru_cache(maxsize=None)
def rootfs(cpu):
    """The usual root file system: busybox, and knit as a command."""
    made_of = hashlib.sha256(knit(cpu).read_bytes() + str(bare_rootfs(cpu)).encode())
    output = BUILD / "rootfs" / f"{cpu}-{made_of.hexdigest()[:16]}.squashfs"
    with lock(f"rootfs-{cpu}"):
        if not output.exists():
            output.parent.mkdir(exist_ok=True)
            for old in output.parent.glob(f"{cpu}-*"):
                if time.time() - old.stat().st_mtime > 3600:    # a test may still want it
                    old.unlink()
            make_rootfs(cpu, output)
    return output


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
