# SPDX-License-Identifier: GPL-2.0-only
"""A node whose server is gone, and whose reboot(2) hangs: sysrq, and then the watchdog chip."""
import time

import pytest

from device import every_board
from network import root_only
from test_node import boot, image, lan, power_on, server      # noqa: F401 - fixtures

pytestmark = [pytest.mark.profile("full"), root_only]
HANGS = 10      # seconds that the node waits for reboot(2)
BITES = 150     # and at most until the chip resets it; 73 were measured
DEAD = "knit: node: the server does not answer, restarting"
BLOCKS = 1 << 20


def answers(machine, rate):
    """How many bytes a second come from the disk; 0: as many as it can."""
    machine.qmp.execute("block_set_io_throttle", device="dead", bps=rate, bps_rd=0, bps_wr=0,
                        iops=0, iops_rd=0, iops_wr=0)


def stall(machine):
    """A disk that does not answer any more, and a driver that is being taken from it: device_lock()
    is held until the disk has answered, and reboot(2) waits for that (drivers/base/core.c,
    device_shutdown()).
    """
    answers(machine, 1)
    machine.shell("(dd if=/dev/vda of=/dev/null bs=512 count=64 >/dev/null 2>&1 &); sleep 1; "
                  "cd /sys/bus/virtio/drivers/virtio_blk; (echo virtio* >unbind &); sleep 1")


def lost(device, lan, server, image, restarts, *extra):          # noqa: F811
    """A node that has lost its server, and hangs in reboot(2) until @restarts() has returned."""
    disk = device.folder / "disk"
    disk.write_bytes(bytes(BLOCKS))
    extra = ["-drive", f"if=virtio,format=raw,file={disk},id=dead", *extra]
    with power_on(device, lan, image, extra=extra) as machine:
        boot(machine)
        stall(machine)
        server.__exit__()
        machine.expect(DEAD, 60)
        begin = time.monotonic()
        restarts(machine)
        assert time.monotonic() - begin > HANGS - 1
        answers(machine, 0)
        machine.expect("Linux version")
        server.__enter__()
        boot(machine)


@every_board("x86")
@pytest.mark.variant("nfs")
def test_sysrq(device, lan, server, image):                    # noqa: F811
    """A driver holds reboot(2) up, the rest of the kernel goes on: sysrq does not ask drivers."""
    lost(device, lan, server, image, lambda machine: machine.expect("sysrq: Resetting", 60))


@every_board("x86")
@pytest.mark.variant("nfs-no-sysrq")
def test_watchdog(device, lan, server, image):                 # noqa: F811
    """The chip is left, which the driver has stopped at the begin of reboot(2): it counts again."""
    def bites(machine):
        end = time.monotonic() + BITES
        while "WATCHDOG" not in machine.qmp.news():
            assert time.monotonic() < end, "the chip has reset nothing"
            time.sleep(.1)
    lost(device, lan, server, image, bites, "-device", "i6300esb", "-action", "watchdog=reset")
