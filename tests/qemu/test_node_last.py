# SPDX-License-Identifier: GPL-2.0-only
"""A node whose server is gone, and whose reboot(2) does not come through: sysrq."""
import time

import pytest

from device import every_board
from network import root_only
from test_node import boot, image, lan, power_on, server      # noqa: F401 - fixtures

pytestmark = [pytest.mark.profile("full"), pytest.mark.variant("nfs"), root_only]
HANGS = 10      # seconds that the node waits for reboot(2)
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


@every_board("x86")
def test_sysrq(device, lan, server, image):                    # noqa: F811
    """A driver holds reboot(2) up, the rest of the kernel goes on: sysrq does not ask drivers."""
    disk = device.folder / "disk"
    disk.write_bytes(bytes(BLOCKS))
    extra = ["-drive", f"if=virtio,format=raw,file={disk},id=dead"]
    with power_on(device, lan, image, extra=extra) as machine:
        boot(machine)
        stall(machine)
        server.__exit__()
        machine.expect(DEAD, 60)
        begin = time.monotonic()
        machine.expect("sysrq: Resetting", 60)
        assert time.monotonic() - begin > HANGS - 1
        answers(machine, 0)
        machine.expect("Linux version")
        server.__enter__()
        boot(machine)
