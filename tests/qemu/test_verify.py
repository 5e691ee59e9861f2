# SPDX-License-Identifier: GPL-2.0-only
"""Signed kernels only: good ones start, all others are refused in words, and the real init starts.

The first kernel has a certificate built in whose keys scripts/kernel has made, in the cache.
"""
import re
import subprocess

import pytest

from device import cpio, every_board
from knitlib import artefacts, image
from storage import section

STARTED = r"Linux version \S+"
CONFIG = "/etc/config/knit"
KERNEL = "/boot/kernel"
SIGN = artefacts.SCRIPTS / "sign-kernel"
VERIFY = {"KEXEC": "y", "KEXEC_VERIFY": "y", "CONFIG": "y", "PROBE": "y"}
BESIDE = ("malta-le", "malta", "virt-arm", "virt-riscv64")
DETACHED = pytest.mark.variant("keys")
PE = pytest.mark.variant("sig")     # where the kernel itself looks at a signature in the file
CHECKING = ("x86", "virt-arm64")

UNSIGNED = "not signed: not permitted"
UNKNOWN = "signed by nobody who is known: not permitted"
CHANGED = "not what was signed: not permitted"
SIZE = "not of the size that was signed: not permitted"
WRONG = "checking the signature: refused: damaged or wrong contents"
DAMAGED = "kernel.sig: refused: damaged or wrong contents"


class Signer:
    """Signs what lies in a folder of the host."""

    def __init__(self, device):
        self.folder = device.folder / "signed"
        self.folder.mkdir()
        self.keys = device.kernels / "keys"
        self.cmdline = f"console={device.board.console} signed=1"

    def foreign(self):
        """Somebody else."""
        keys = self.folder / "foreign"
        if not keys.exists():
            subprocess.run([SIGN, "--new-keys", keys], check=True, capture_output=True)
        return keys

    def sign(self, kernel, *words, keys=None):
        """What scripts/sign-kernel makes of these bytes."""
        path = self.folder / "kernel"
        output = self.folder / "output"
        path.write_bytes(kernel)
        subprocess.run([SIGN, "--keys", keys or self.keys, "-o", output, *words, path],
                       check=True, capture_output=True)
        return output.read_bytes()

    def pe(self, kernel, keys=None):
        """The signature is in the kernel's file, as for Secure Boot."""
        return self.sign(kernel, "--pe", keys=keys)

    def detached(self, kernel, *words, keys=None):
        return self.sign(kernel, *(words or ("--cmdline", self.cmdline)), keys=keys)


def flipped(data, offset):
    return data[:offset] + bytes([data[offset] ^ 1]) + data[offset + 1:]


def installed(device, knit, files):
    """A flash or disk with that knit and these {path: bytes} in its ROM."""
    rom = device.rootfs({"/sbin/knit": knit, **files}, with_knit=False)
    if device.board.has_disk:
        return device.make(rom)
    return device.make(rom, uimage=image.make_uimage(device.board, b"none"))


def init_of(device, knit):
    """A cpio with that knit as /init, in place of the kernel's own."""
    tree = device.folder / "init"
    tree.mkdir()
    (tree / "init").write_bytes(knit)
    (tree / "init").chmod(0o755)
    return cpio(tree, device.folder / "init.cpio")


def refused(machine, words, what, why):
    """Said in words, nothing is loaded."""
    text = machine.shell(f": '{what}'; knit kexec {words} 2>&1; echo =$?", timeout=300)
    assert re.search(rf"knit: kexec: [^\n]*{re.escape(why)}", text), f"{what}: {text}"
    assert not text.endswith("=0"), f"{what}: {text}"
    assert machine.shell("cat /sys/kernel/kexec_loaded") == "0", what


def signatures(signer, kernel):
    """{what: (bytes of the signature, reason)} that must not do for that kernel."""
    good = signer.detached(kernel)
    size, cmdline = len(good), signer.cmdline
    return {
        "by somebody else": (signer.detached(kernel, keys=signer.foreign()), UNKNOWN),
        "of another kernel": (signer.detached(flipped(kernel, 999)), CHANGED),
        "of a longer kernel": (signer.detached(kernel + b"x"), SIZE),
        "another command line": (signer.detached(kernel, "--cmdline", cmdline[:-1] + "2"), CHANGED),
        "a longer command line": (signer.detached(kernel, "--cmdline", cmdline + " x"), SIZE),
        "any command line, afterwards": (good[:20] + b"\xff" * 4 + good[24:], CHANGED),
        "a bit of the signature": (flipped(good, 100), WRONG),
        "a bit of the key": (flipped(good, size - 600), CHANGED),
        "a bit of the certificate": (flipped(good, size - 10), WRONG),
        "nothing": (b"", "cannot be read"),
        "cut off": (good[:-1], DAMAGED),
        "cut off in its head": (good[:31], DAMAGED),
        "something else": (b"x" + good[1:], DAMAGED),
        "a signature that is too long": (good[:24] + b"\xff" * 4 + good[28:], DAMAGED),
    }


def looks_itself(device):
    """A knit that leaves nothing of it to kexec_file_load(2)."""
    file = {"KEXEC_FILE": "n"} if device.board.name == "virt-riscv64" else {}
    return device.knit_with(**VERIFY, **file)


@DETACHED
@every_board(*BESIDE)
def test_refused_and_started(device):
    """From a running system; the signature lies beside the kernel."""
    signer = Signer(device)
    mips = device.board.kernel_arch == "mips"
    kernel = (device.kernels / "vmlinuz" if mips else device.kernel).read_bytes()
    small = b"x" * 20000        # what is refused need not be a kernel
    bad = signatures(signer, small)
    knit = looks_itself(device)
    files = {f"/boot/sig-{number}": sig for number, (sig, _) in enumerate(bad.values())}
    installed(device, knit, {**files, "/boot/small": small, "/boot/small.sig":
                             signer.detached(small), KERNEL: kernel, f"{KERNEL}.sig":
                             signer.detached(kernel)})
    with device.power_on(initrd=init_of(device, knit)) as machine:
        machine.boot()
        words = f"/tmp/kernel --cmdline '{signer.cmdline}'"
        machine.shell("cp /boot/small /tmp/kernel")
        refused(machine, words, "not signed", "/tmp/kernel.sig: not found")
        for number, (what, (_, why)) in enumerate(bad.items()):
            machine.shell(f"cp /boot/sig-{number} /tmp/kernel.sig")
            refused(machine, words, what, why)
        machine.shell("cp /boot/small.sig /tmp/kernel.sig")
        refused(machine, words, "no kernel, but signed", "/tmp/kernel: not a program for this")
        refused(machine, "/tmp/kernel", "no command line of its own", SIZE)
        refused(machine, f"{words} --initrd /etc/passwd", "an initrd", f"/etc/passwd, {SIZE}")
        refused(machine, f"{words} --dtb /etc/passwd", "a device tree", "")
        machine.shell("printf y | dd of=/tmp/kernel bs=1 seek=12345 conv=notrunc 2>/dev/null; "
                      "! cmp -s /boot/small /tmp/kernel")
        refused(machine, words, "changed", CHANGED)
        machine.shell("head -c 19999 /boot/small >/tmp/kernel")
        refused(machine, words, "cut off after it was signed", SIZE)
        # as in a partition: what is behind it is neither hashed nor loaded
        machine.shell(f"cp {KERNEL} /tmp/kernel; echo more >>/tmp/kernel; "
                      f"cp {KERNEL}.sig /tmp/kernel.sig")
        machine.type(f"knit kexec {words}")
        machine.expect(STARTED, timeout=300)
        machine.boot(timeout=300)
        assert machine.shell("cat /proc/cmdline") == f"knit.kexec.count=1 {signer.cmdline}"


@DETACHED
@every_board("malta-le")
@pytest.mark.parametrize("what", ["good", "not signed", "by somebody else"])
def test_in_the_boot(device, what):
    """Named in the configuration: a good one starts, else the real init does."""
    signer = Signer(device)
    kernel = (device.kernels / "vmlinuz").read_bytes()
    knit = device.knit_with(**VERIFY)
    sig = {"good": {f"{KERNEL}.sig": signer.detached(kernel, "--any-cmdline")},
           "by somebody else": {f"{KERNEL}.sig": signer.detached(kernel, "--any-cmdline",
                                                                 keys=signer.foreign())}}
    config = section("kexec", kernel=KERNEL, append="second=1")
    installed(device, knit, {KERNEL: kernel, CONFIG: config, **sig.get(what, {})})
    with device.power_on(initrd=init_of(device, knit)) as machine:
        console = machine.boot(timeout=300)
        if what == "good":
            assert len(re.findall(STARTED, console)) == 2
            assert machine.shell("cat /proc/cmdline").endswith(" second=1")
            return
        assert len(re.findall(STARTED, console)) == 1
        assert re.search({"not signed": "knit: kexec: /boot/kernel.sig: not found",
                          "by somebody else": f"knit: kexec: {UNKNOWN}"}[what], console)
        assert machine.shell("cat /sys/kernel/kexec_loaded") == "0"


@every_board("malta-le")
def test_kernel_that_cannot_check(device):
    """Nothing is started unverified."""
    signer = Signer(device)
    small = b"x" * 20000
    sig = signer.detached(small, "--any-cmdline", keys=signer.foreign())
    knit = device.knit_with(**VERIFY)
    config = section("kexec", kernel=KERNEL)
    installed(device, knit, {KERNEL: small, f"{KERNEL}.sig": sig, CONFIG: config})
    with device.power_on(initrd=init_of(device, knit)) as machine:
        console = machine.boot()
        assert "knit: kexec: checking the signature: not there, or the kernel lacks it" in console
        assert machine.shell("cat /sys/kernel/kexec_loaded") == "0"


def in_file(kernel, good):
    """{what: (how to make /tmp/bad, reason)}: files that the kernel must not take."""
    def flip(offset):
        new = "".join(f"\\x{byte ^ 1:02x}" for byte in good[offset:offset + 1])
        return (f"cp {KERNEL} /tmp/bad; printf '{new}' | dd of=/tmp/bad bs=1 seek={offset} "
                "conv=notrunc 2>/dev/null")

    def cut(size):
        return f"head -c {size} {KERNEL} >/tmp/bad"

    return {
        "not signed": ("cp /boot/unsigned /tmp/bad", UNSIGNED),
        "by somebody else": ("cp /boot/foreign /tmp/bad", UNKNOWN),
        "changed": (flip(len(kernel) // 2), CHANGED),
        "a bit of the signature": (flip(len(good) - 100), "refused"),
        "cut off in its signature": (cut(len(good) - 64), CHANGED),
        "cut off before its signature": (cut(len(kernel)), CHANGED),
        "cut off": (cut(len(kernel) // 2), "refused"),
    }


def checked_by_kernel(device, signer):
    """A ROM with kernels that are signed inside, and a knit that leaves it all to the kernel."""
    kernel = device.kernel.read_bytes()
    other = {} if device.board.kernel_arch == "x86" else {"KEXEC_LOAD": "n"}
    knit = device.knit_with(**VERIFY, **other)
    good = signer.pe(kernel)
    return knit, kernel, good, {"/boot/unsigned": kernel, KERNEL: good,
                                "/boot/foreign": signer.pe(kernel, keys=signer.foreign())}


def said(device, why):
    """On arm64 it is lockdown that lets nothing else in, and does not say why."""
    return "not permitted" if device.board.name == "virt-arm64" else why


@PE
@every_board(*CHECKING)
def test_signed_inside(device):
    """From a running system: those that are refused, then one that is good."""
    knit, kernel, good, files = checked_by_kernel(device, Signer(device))
    installed(device, knit, files)
    with device.power_on() as machine:
        machine.boot()
        for what, (command, why) in in_file(kernel, good).items():
            machine.shell(f"rm -f /tmp/bad; {command}; ! cmp -s {KERNEL} /tmp/bad")
            refused(machine, "/tmp/bad", what, said(device, why))
        refused(machine, f"{KERNEL} --dtb {KERNEL}", "a device tree", "")
        machine.type(f"knit kexec {KERNEL} --append signed=1")
        machine.expect(STARTED, timeout=300)
        machine.boot(timeout=300)
        assert machine.shell("cat /proc/cmdline").endswith(" signed=1")


@PE
@every_board(*CHECKING)
@pytest.mark.parametrize("what", ["kernel", "unsigned", "foreign"])
def test_signed_inside_in_the_boot(device, what):
    """Named in the configuration: a good one starts, else the real init does."""
    knit, _, _, files = checked_by_kernel(device, Signer(device))
    config = section("kexec", kernel=f"/boot/{what}", append="second=1")
    installed(device, knit, {**files, CONFIG: config})
    with device.power_on(initrd=init_of(device, knit)) as machine:
        console = machine.boot(timeout=300)
        assert len(re.findall(STARTED, console)) == (2 if what == "kernel" else 1)
        if what == "kernel":
            assert machine.shell("cat /proc/cmdline").endswith(" second=1")
            return
        why = said(device, {"unsigned": UNSIGNED, "foreign": UNKNOWN}[what])
        assert re.search(f"knit: kexec: [^\n]*{why}", console)
        assert machine.shell("cat /sys/kernel/kexec_loaded") == "0"
