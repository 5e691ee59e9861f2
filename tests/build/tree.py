# SPDX-License-Identifier: GPL-2.0-only
"""Kernel trees to adopt, what is in a folder, and what is in a cpio."""
import functools
import hashlib
import importlib.machinery
import importlib.util
import os
import shutil
import stat
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "knit"
DEFAULT = "6.12"
ELF_HEADER = {      # class, byte order, e_machine (include/uapi/linux/elf-em.h of the kernel)
    "mipsel": (1, 1, 8), "mips": (1, 2, 8), "arm": (1, 1, 40), "arm64": (2, 1, 183),
    "riscv64": (2, 1, 243), "x86_64": (2, 1, 62),
}
CROSS = {
    "mipsel": "mipsel-linux-gnu-", "mips": "mips-linux-gnu-", "arm": "arm-linux-gnueabihf-",
    "arm64": "aarch64-linux-gnu-", "riscv64": "riscv64-linux-gnu-", "x86_64": "",
}


def series():
    """The kernels to try: the default one, and others that are there already. FULL=1: all."""
    full = os.environ.get("FULL", "0") not in ("", "0")
    others = [name for name, glob in (("6.1", "linux-6.1.*"), ("7.x", "linux-7.*"))
              if full or list((CACHE / "src").glob(glob))]
    return [DEFAULT, *others]


@functools.lru_cache(maxsize=None)
def source(version=DEFAULT):
    """The pristine tree; None if Debian has none of that series today."""
    done = subprocess.run([ROOT / "scripts/kernel-source", version], stdout=subprocess.PIPE,
                          text=True, check=False)
    assert done.returncode in (0, 77), f"scripts/kernel-source {version}: see above"
    return Path(done.stdout.strip()) if done.stdout.strip() else None


def environment(**more):
    """Ours, without what the make that runs the tests has put there."""
    drop = ("MAKE", "MFLAGS", "PROFILE", "CPU", "ARCH", "CROSS_COMPILE", "CC", "LLVM", "O", "K",
            "T", "J", "FULL", "KERNEL", "KDIR", "V")
    ours = {key: value for key, value in os.environ.items()
            if key not in drop and not key.startswith("MAKE")}
    return {**ours, **more}


def call(*command, **kwargs):
    """Run a command; the result has .returncode, .stdout and .stderr."""
    kwargs.setdefault("env", environment())
    return subprocess.run([str(word) for word in command], text=True, capture_output=True,
                          stdin=subprocess.DEVNULL, timeout=600, check=False, **kwargs)


def succeed(*command, **kwargs):
    """What it printed, both streams; it must not fail."""
    done = call(*command, **kwargs)
    said = done.stdout + done.stderr
    assert not done.returncode, f"{' '.join(map(str, command))}: status {done.returncode}\n{said}"
    return said


def load_script(name):
    """A Python program of scripts/, as a module."""
    loader = importlib.machinery.SourceFileLoader(name, str(ROOT / "scripts" / name))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(name, loader))
    loader.exec_module(module)
    return module


def _content(path, facts):
    if stat.S_ISLNK(facts.st_mode):
        return os.readlink(path)
    if not stat.S_ISREG(facts.st_mode):
        return facts.st_rdev
    if facts.st_nlink > 1:      # a hard link into the pristine tree: itself, and not written to
        return facts.st_ino, facts.st_size, facts.st_mtime_ns
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def manifest(folder, times=False):
    """{path: (mode, owner, content)} of all below a folder, with the times if told so."""
    found = {}
    for top, folders, files in os.walk(folder):
        for name in folders + files:
            path = os.path.join(top, name)
            facts = os.lstat(path)
            when = (facts.st_mtime_ns,) if times else ()
            found[os.path.relpath(path, folder)] = (facts.st_mode, facts.st_uid, facts.st_gid,
                                                    _content(path, facts), *when)
    return found


def difference(before, after):
    """Names that came, went or changed."""
    return sorted(name for name in before.keys() | after.keys()
                  if before.get(name) != after.get(name))


def copy_checkout(folder):
    """A second checkout, of the files as they are now."""
    def ignore(top, names):
        return {"build", ".git"} if Path(top) == ROOT else {"__pycache__"} & set(names)
    return Path(shutil.copytree(ROOT, folder / "knit", symlinks=True, ignore=ignore))


class Tree:
    """A kernel tree of hard links, with a usr/ of its own; gone at the end of the block."""

    def __init__(self, version=DEFAULT):
        self.pristine = source(version)
        self.folder = None
        self.checkout = ROOT        # that adopts it

    def __enter__(self):
        if not self.pristine:
            import pytest
            pytest.skip("Debian has no such kernel today")
        scratch = CACHE / "tmp"     # where hard links to the pristine tree are possible
        scratch.mkdir(parents=True, exist_ok=True)
        self.folder = Path(tempfile.mkdtemp(prefix="tests-build-", dir=scratch))
        self.path = self.folder / "linux"
        succeed("cp", "-al", self.pristine, self.path)
        shutil.rmtree(self.path / "usr")
        succeed("cp", "-a", self.pristine / "usr", self.path / "usr")
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder, ignore_errors=True)

    def manifest(self):
        return manifest(self.path)

    def adopt(self, *options):
        succeed(self.checkout / "scripts/adopt", *options, self.path)


def slim_tree(folder):
    """What of a kernel tree scripts/adopt looks at."""
    pristine = source()
    for name in ("usr", "tools/include/nolibc"):
        shutil.copytree(pristine / name, folder / name, symlinks=True)
    for name in ("Kbuild", "Kconfig", "Makefile"):
        shutil.copy2(pristine / name, folder / name)
    return folder


def cpio(path):
    """{name: (mode, device, content)} of a newc archive."""
    data, at, found = Path(path).read_bytes(), 0, {}
    while True:
        assert data[at:at + 6] == b"070701", f"{path} is no cpio at {at}"
        fields = [int(data[at + 6 + 8 * i:at + 14 + 8 * i], 16) for i in range(13)]
        mode, size, device, length = fields[1], fields[6], tuple(fields[9:11]), fields[11]
        name = data[at + 110:at + 110 + length - 1].decode()
        begin = at + 110 + length + -(110 + length) % 4
        if name == "TRAILER!!!":
            return found
        found[name.lstrip("/")] = (mode, device, data[begin:begin + size])
        at = begin + size + -size % 4


def elf_cpu(binary):
    """The CPU that a program is for."""
    assert binary[:4] == b"\x7fELF", "no ELF program"
    order = "little" if binary[5] == 1 else "big"
    header = (binary[4], binary[5], int.from_bytes(binary[18:20], order))
    return {value: cpu for cpu, value in ELF_HEADER.items()}[header]
