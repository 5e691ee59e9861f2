# SPDX-License-Identifier: GPL-2.0-only
"""Another kernel: from a running system, from the stage, from a file, from flash; and bad ones."""
import re

import pytest

import badkernels
from device import every_board
from kexecing import (KERNEL, OF_INITRD, SAYS_INITRD, STARTED, differences, given, initrd,
                      installed, kernel, starts, tools, unpacking)
from knitlib import dtb
from knitlib.panel import matches
from storage import section

pytestmark = pytest.mark.profile("full")
CONFIG = "/etc/config/knit"
TREES = ("virt-arm", "virt-arm64", "virt-riscv64")      # kernels that are given a device tree
BOARDS = ("malta-le", "malta", "x86", *TREES)
REFUSED = r"knit: kexec: [^\r\n]+: [^\r\n]+"


@every_board(*BOARDS)
@pytest.mark.sample(1)
def test_from_a_running_system(device):
    """Everything that the firmware has told the first kernel is told the second one."""
    installed(device, {"/boot/initrd": initrd(device), OF_INITRD: SAYS_INITRD})
    with device.power_on(append='first="a b"') as machine:
        machine.boot()
        direct = given(machine)
        console = starts(machine, f"{KERNEL} --append 'more=1 second=2'")
        assert "chosen by the initrd" not in console
        assert differences(direct, given(machine), "more=1 second=2") == []
        console = starts(machine, f"--initrd /boot/initrd {KERNEL} --reuse-cmdline")
        assert "chosen by the initrd" in console
        assert differences(direct, given(machine), "more=1 second=2") == []


@every_board(*dtb.BOARDS)
@pytest.mark.sample(1)
def test_led(device):
    """It says that the boot goes on: in the stage, and in a system that was up."""
    installed(device)
    with device.power_on(append=f"knit.kexec={KERNEL}", panel=True) as machine:
        panel = machine.panel
        machine.expect(f"knit: kexec: starting {KERNEL}")
        assert panel.edges("green:boot", 0, panel.now())
        machine.boot()
        machine.shell("knit led done")
        panel.expect("green:boot", False)
        panel.expect("green:running", True)
        machine.shell("dmesg -n 8")
        begin = panel.now()
        machine.type(f"knit kexec {KERNEL}")
        machine.expect(f"knit: kexec: starting {KERNEL}")
        seen = panel.rate("green:boot", begin, panel.now())
        assert seen and matches(seen, (200, 200)), seen
        machine.boot()


@every_board("x86")
def test_what_was_written_is_there(device):
    """
    Nobody has called sync, and processes go on writing; one takes its time to end, since it has
    much memory to give back.
    """
    installed(device)
    with device.power_on() as machine:
        machine.boot()
        machine.shell("echo kept >/etc/mine; mkdir -p /opt; mount -t tmpfs none /opt; "
                      "(trap '' TERM HUP; while :; do echo x; done >/etc/endless) & "
                      "(trap '' TERM HUP; exec 3>/etc/slow; exec dd if=/dev/zero of=/dev/null "
                      "bs=100M 2>/dev/null) & :")
        console = starts(machine, KERNEL)
        assert machine.shell("cat /etc/mine") == "kept"
        log = machine.shell("dmesg")
        assert "EXT4-fs (vda2): mounted" in log
        unclean = [line for line in (console + log).splitlines()
                   if re.search("EXT4-fs.*recover|EXT4-fs error", line)]
        assert unclean == []


@every_board("x86")
def test_not_started_after_all(device):
    """Somebody takes the kernel away when all is over: what was writable is so again."""
    installed(device, tools(device))
    with device.power_on() as machine:
        machine.boot()
        machine.shell("mkdir -p /opt; mount -t tmpfs -o nosuid,nodev none /opt; "
                      "mkdir /tmp/rom; mount -o ro -t tmpfs none /tmp/rom")
        before = machine.shell("cat /proc/mounts")
        machine.shell("(trap 'kexec -u; exit' TERM; while :; do sleep 1; done) & :")
        machine.type(f"knit kexec {KERNEL}")
        machine.expect("Enter 'help'")      # a new shell: the old one had to go
        machine.prompt()
        machine.shell("until dmesg | grep 'knit: kexec: not started: refused'; do sleep 1; done")
        assert machine.shell("cat /proc/mounts") == before
        machine.shell("echo more >/etc/mine")


@every_board(*BOARDS)
@pytest.mark.sample(1)
def test_already_open(device):
    """Named by descriptors, which lie where nobody reads from."""
    installed(device, {"/boot/initrd": initrd(device), OF_INITRD: SAYS_INITRD})
    with device.power_on() as machine:
        machine.boot()
        machine.shell(f"exec 3<{KERNEL} 4</boot/initrd")
        machine.shell("head -c 5 <&3 >/dev/null; cat <&4 >/dev/null")
        refused(machine, "fd:17", "closed")
        refused(machine, "fd:", "no number")
        console = starts(machine, "fd:3 --initrd fd:4 --append second=1")
        assert "chosen by the initrd" in console
        assert machine.shell("cat /proc/cmdline").endswith(" second=1")


@every_board(*BOARDS)
@pytest.mark.sample(1)
def test_configured(device):
    """By the owner, in place of an init: once, and not again."""
    files = {CONFIG: section("kexec", kernel=KERNEL, append="second=1")}
    installed(device, files)
    with device.power_on(append="first=1") as machine:
        console = machine.boot()
        assert len(re.findall(STARTED, console)) == 2
        assert re.search(r"knit: kexec: not again", console)
        words = machine.shell("cat /proc/cmdline").split()
        assert words[-1] == "second=1" and "first=1" in words
        assert "knit.kexec.count=1" in words
        # where init is reached the old way, if somebody asks for another kernel in vain
        assert machine.shell("cat /sys/kernel/kexec_loaded") == "0"


@every_board("malta-le", "malta", *TREES)
@pytest.mark.sample(1)
def test_from_flash(device):
    """Named on the command line: the partition that holds it, with a header around it."""
    mips = device.board.kernel_arch == "mips"
    installed(device, firmware=unpacking(device) if mips else kernel(device), with_kernel=False)
    with device.power_on(append="knit.kexec=mtd:firmware knit.kexec.append=second=1") as machine:
        console = machine.boot()
        assert len(re.findall(STARTED, console)) == 2
        words = machine.shell("cat /proc/cmdline").split()
        assert words[-1] == "second=1" and "knit.kexec.count=1" in words
        assert not [word for word in words if word.startswith("knit.kexec=")]


@every_board(*TREES)
@pytest.mark.sample(1)
def test_another_tree(device):
    """A device tree of its own: what is not in it has gone, what the kernel needs is added."""
    installed(device)
    with device.power_on() as machine:
        machine.boot()
        direct = given(machine)
        machine.shell("sed 's/qemu/knit/g' </sys/firmware/fdt >/tmp/dtb")
        starts(machine, f"{KERNEL} --dtb /tmp/dtb --append second=1")
        now = given(machine)
        direct.tree = direct.tree.replace("qemu", "knit")
        assert "knit" in now.tree
        assert differences(direct, now, "second=1") == []


BAD_FILES = {       # what: how to make /tmp/bad
    "missing": "",
    "empty": ">/tmp/bad",
    "a folder": "mkdir /tmp/bad",
    "a FIFO": "mkfifo /tmp/bad",
    "a terminal": "ln -s /dev/console /tmp/bad",
    "nothing without end": "ln -s /dev/zero /tmp/bad",
    "nothing": "ln -s /dev/null /tmp/bad",
    "one byte": "echo -n x >/tmp/bad",
    "text": "cat /etc/inittab /etc/inittab >/tmp/bad",
    "a program": "cp /bin/busybox /tmp/bad",
    "a loop": "ln -s bad /tmp/bad",
    "larger than memory": "truncate -s 400M /tmp/bad",
    "as large as memory": "truncate -s 200M /tmp/bad",
    "larger than a number": "truncate -s 4G /tmp/bad && printf x | dd of=/tmp/bad conv=notrunc",
}
BAD_WORDS = {
    "no kernel": "",
    "an unknown option": f"--what {KERNEL}",
    "an option without its value": f"{KERNEL} --append",
    "no initrd": f"{KERNEL} --initrd /tmp/none",
    "an empty initrd": f"{KERNEL} --initrd /dev/null",
    "a long line": f"{KERNEL} --append $(seq -s, 3000)",
    "two kernels": f"{KERNEL} {KERNEL}",
}


def refused(machine, words, what):
    """Said in words, nothing is loaded, and the system is as it was."""
    text = machine.shell(f": '{what}'; knit kexec {words} 2>&1; echo =$?")
    assert re.search(REFUSED, text), f"{what}: {text}"
    assert not text.endswith("=0"), f"{what}: {text}"
    assert machine.shell("cat /sys/kernel/kexec_loaded") == "0", what


def patch(machine, change):
    """Write into a copy of the kernel."""
    for offset, data in change.items():
        text = "".join(f"\\x{byte:02x}" for byte in data)
        machine.shell(f"printf '{text}' | dd of=/tmp/good bs=1 seek={offset} conv=notrunc "
                      "2>/dev/null")


@every_board("malta-le", "malta", "virt-arm", "virt-arm64", "x86")
@pytest.mark.sample(1)
def test_bad_kernels(device):
    """Each is refused in words; afterwards the good one starts."""
    installed(device)
    good = kernel(device)
    with device.power_on() as machine:
        machine.boot()
        for what, command in BAD_FILES.items():
            machine.shell(f"rm -rf /tmp/bad; {command or ':'}")
            refused(machine, "/tmp/bad", what)
        for what, words in BAD_WORDS.items():
            refused(machine, words, what)
        machine.shell(f"rm -f /tmp/bad; cp {KERNEL} /tmp/good")
        for what, change in badkernels.changes(device.board, good).items():
            if isinstance(change, int):
                machine.shell(f"head -c {change} /tmp/good >/tmp/bad")
                refused(machine, "/tmp/bad", what)
                continue
            patch(machine, change)
            refused(machine, "/tmp/good", what)
            patch(machine, {offset: good[offset:offset + len(data)]
                            for offset, data in change.items()})
        starts(machine, "/tmp/good")


@every_board(*BOARDS)
@pytest.mark.parametrize("what", ["missing", "compressed", "cut off", "a folder"])
@pytest.mark.sample(1)
def test_in_place_of_a_bad_kernel(device, what):
    """The real init starts."""
    good = kernel(device)
    files = {"cut off": {"/boot/bad": good[:len(good) // 2]},
             "compressed": {"/boot/bad": (device.kernels / "uImage").read_bytes()},
             "a folder": {"/boot/bad/x": b""}}.get(what, {})
    installed(device, {CONFIG: section("kexec", kernel="/boot/bad"), **files}, with_kernel=False)
    with device.power_on() as machine:
        console = machine.boot()
        assert re.search(REFUSED, console)
        assert len(re.findall(STARTED, console)) == 1
