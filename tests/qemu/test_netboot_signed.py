# SPDX-License-Identifier: GPL-2.0-only
"""Kernels from the network, of which only signed ones are started: each that is refused is refused
in words, and the machine asks again until the server has a good one.
"""
import pytest

from device import every_board
from knitlib.panel_net import Lan
from network import root_only
from test_netboot import dnsmasq
from test_verify import (CHANGED, DETACHED, PE, STARTED, UNKNOWN, UNSIGNED, VERIFY, Signer, flipped,
                         init_of)

pytestmark = root_only
NETBOOT = {**VERIFY, "NETBOOT": "y", "NETBOOT_BACKOFF": 1}
SCRIPT = "#!ipxe\nkernel kernel console=ttyS0 knit.window=0 signed=1\nboot || reboot\n"


def fill(folder, files):
    """What the server has from now on."""
    for path in folder.iterdir():
        path.unlink()
    for name, data in files.items():
        (folder / name).write_bytes(data)


def started(device, lan, folder, bad, good):
    """@bad: {what: (files, why)}; @good: files."""
    def serve(files):
        fill(folder, {"start.ipxe": SCRIPT.encode(), **files})

    rows = list(bad.values())
    serve(rows[0][0])
    knit = device.knit_with(**NETBOOT)
    with device.power_on("knit.netboot", cables=lan.taps, initrd=init_of(device, knit)) as machine:
        for number, (_, why) in enumerate(rows):
            machine.expect(rf"knit: netboot: [^\n]*{why}")
            machine.expect("knit: netboot: restart in")
            serve((*rows, (good, ""))[number + 1][0])
        machine.expect("Starting new kernel")
        machine.expect(STARTED)
        machine.boot()
        assert machine.shell("cat /proc/cmdline").endswith(" signed=1")


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "files"
    path.mkdir()
    return path


@PE
@every_board("x86")
def test_signature_inside(device, folder):
    """The kernel itself looks at it."""
    signer = Signer(device)
    kernel = device.kernel.read_bytes()
    good = signer.pe(kernel)
    bad = {"not signed": ({"kernel": kernel}, UNSIGNED),
           "changed": ({"kernel": flipped(good, len(kernel) // 2)}, CHANGED),
           "by somebody else": ({"kernel": signer.pe(kernel, keys=signer.foreign())}, UNKNOWN)}
    with Lan() as lan:
        server = dnsmasq(lan, folder)
        started(device, lan, folder, bad, {"kernel": good})
        server.kill()
        server.wait()


@DETACHED
@every_board("malta-le")
def test_signature_beside_it(device, folder):
    """It is fetched, too, and knit looks at it."""
    signer = Signer(device)
    kernel = (device.kernels / "vmlinuz").read_bytes()
    good = signer.detached(kernel, "--any-cmdline")
    bad = {"not signed": ({"kernel": kernel}, "not found"),
           "changed": ({"kernel": flipped(kernel, 99999), "kernel.sig": good}, CHANGED),
           "by somebody else": ({"kernel": kernel, "kernel.sig": signer.detached(
               kernel, "--any-cmdline", keys=signer.foreign())}, UNKNOWN)}
    with Lan() as lan:
        server = dnsmasq(lan, folder)
        started(device, lan, folder, bad, {"kernel": kernel, "kernel.sig": good})
        server.kill()
        server.wait()
