# SPDX-License-Identifier: GPL-2.0-only
"""Roots that come late, or from the host: a disk that is plugged in, a 9p or virtiofs tag (x86)."""
import os
import signal
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from device import every_board
from test_root import root_mount

X86 = every_board("x86")
SLOT = ["-device", "pcie-root-port,id=plug"]
VIRTIOFSD = Path("/usr/lib/qemu/virtiofsd")
# virtiofsd reads and writes the guest's memory
SHARED = ["-object", "memory-backend-memfd,id=mem,size=256M,share=on", "-numa", "node,memdev=mem"]


def plug_in(machine, disk):
    machine.qmp.execute("blockdev-add", driver="raw", **{"node-name": "late"},
                        file={"driver": "file", "filename": str(disk)})
    machine.qmp.execute("device_add", driver="virtio-blk-pci", drive="late", bus="plug")


@X86
@pytest.mark.parametrize("root", ["/dev/vda1", "PARTLABEL=rootfs"])
@pytest.mark.sample(1)
def test_rootwait_takes_a_disk_that_comes_late(device, root):
    device.make()
    with device.power_on(append=f"root={root} rootwait", flash=False, extra=SLOT) as machine:
        machine.expect("Run /init as init process")
        assert not machine.says("knit: (handover|failsafe)", 9)
        plug_in(machine, device.flash)
        assert "knit: root: squashfs on /dev/vda1" in machine.boot()
        assert root_mount(machine)[0] == "squashfs"


@X86
def test_without_rootwait_failsafe_says_what_was_waited_for(device):
    device.make()
    with device.power_on(append="root=/dev/vda1", flash=False, extra=SLOT) as machine:
        machine.expect(r"knit: failsafe: [^\r\n]*waiting for /dev/vda1")
        plug_in(machine, device.flash)
        assert not machine.says("knit: handover", 5), "failsafe is the end"


@contextmanager
def virtiofsd(folder, tree):
    """The process that serves @tree, and QEMU's words for it."""
    path = folder / "virtiofsd.sock"
    process = subprocess.Popen([VIRTIOFSD, f"--socket-path={path}", "-o", f"source={tree}",
                                "-o", "cache=none", "-o", "sandbox=chroot"],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while not path.exists():
            assert process.poll() is None, "virtiofsd does not start (is this root?)"
            time.sleep(0.05)
        yield process, [*SHARED, "-chardev", f"socket,id=fs,path={path}",
                        "-device", "vhost-user-fs-pci,chardev=fs,tag=knitroot"]
    finally:
        process.kill()
        process.wait()


@X86
@pytest.mark.parametrize("options", ["", "rw"])
@pytest.mark.sample(1)
def test_virtiofs_tag(device, tree, options):
    with virtiofsd(device.folder, tree) as (_, extra):
        append = f"root=knitroot rootfstype=virtiofs {options}"
        with device.power_on(append=append, flash=False, extra=extra) as machine:
            machine.boot()
            kind, flags, _ = root_mount(machine)
            assert kind == "virtiofs" and (options or "ro") in flags
            if options:
                machine.shell("echo here > /etc/mine")
                assert (tree / "etc/mine").read_text() == "here\n"


WAITS = """#!/bin/busybox sh
echo "probe: ready"
busybox sleep 5
exec -a /init /knit
"""


@X86
def test_a_root_that_never_answers(device, tree):
    """Whatever sleeps in the kernel, the child's deadline ends the boot in words."""
    initrd = device.initrd({"/init": WAITS.encode(), "/knit": device.knit_with(CHILD_TIMEOUT=10)},
                           ["/dev", "/proc"])
    with virtiofsd(device.folder, tree) as (process, extra):
        append = "root=knitroot rootfstype=virtiofs"
        with device.power_on(append=append, flash=False, extra=extra, initrd=initrd) as machine:
            machine.expect("probe: ready")
            os.kill(process.pid, signal.SIGSTOP)
            machine.expect("knit: failsafe: [^\r\n]*knitroot: took too long", 30)
