# SPDX-License-Identifier: GPL-2.0-only
"""A network's node on MIPS: the union, and the process that stays."""
import pytest

from device import every_board
from network import root_only
from test_node import ask, boot, image, lan, power_on, server, summed      # noqa: F401 - fixtures

pytestmark = [pytest.mark.profile("full"), pytest.mark.variant("nfs"), every_board("malta-le"),
              root_only]


@pytest.mark.parametrize("version", [3, 4])
@pytest.mark.sample(1)
def test_node(device, lan, server, image, version):            # noqa: F811
    """It writes to RAM alone, answers, and restarts when it is told to."""
    before = summed(image)
    with power_on(device, lan, image, version) as machine:
        boot(machine)
        assert machine.shell("grep ' / ' /proc/mounts | cut -d' ' -f3") == "overlay"
        machine.shell("echo new >/etc/new; mkdir /srv; mv /etc/new /srv/; rm /etc/inittab && sync")
        assert machine.shell("cat /run/walt/rootfs/mnt/fs_rw/srv/new") == "new"
        assert ask(lan, "MODE single\nPING\n") == "OK\n"
        assert ask(lan, "REBOOT\n") == "OK\n"
        machine.expect("knit: node: as asked for, restarting")
        boot(machine)
        machine.shell("test ! -e /srv/new && test -s /etc/inittab")
    assert summed(image) == before
