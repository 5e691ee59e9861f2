# SPDX-License-Identifier: GPL-2.0-only
"""What is mounted before init when others are at it: hooks that mount, or hang; odd targets."""
import re

import pytest

from device import every_board
from storage import UUID, configured_disk, disk, drives, full_options, section

pytestmark = [pytest.mark.profile("full"), every_board("x86")]
HOOK = "#!/bin/sh\necho hook $0\n"
SLOW = b"#!/bin/sh\nsleep 1000 &\nsleep 1001\n"
MOUNTS = "#!/bin/sh\nmkdir -p {0}\nmount -t tmpfs hook {0}\necho x > {0}/mine\n"


def test_hook_that_does_not_end(device):
    """One of the overlay's, among the ROM's; neither it nor what it has started is left behind."""
    configured_disk(device, {}, {f"/etc/knit/handover.d/{name}": HOOK for name in ("10", "30")},
                    {"/etc/knit/handover.d/20": SLOW})
    with device.power_on(initrd=device.other_knit(**full_options(), HOOK_TIMEOUT="5")) as machine:
        console = machine.boot()
        order = ["hook /etc/knit/handover.d/10",
                 "knit: handover: /etc/knit/handover.d/20: took too long",
                 "hook /etc/knit/handover.d/30"]
        assert re.findall("|".join(order), console) == order
        machine.shell("! ps | grep '[s]leep 100'")


def test_mounted_already(device):
    """What hooks have mounted, in the ROM and in the root, comes along; nothing is over it."""
    configured_disk(device, {
        "/etc/config/fstab": section("mount", target="/opt", uuid=UUID), "/srv/of-the-rom": "",
        "/etc/fstab": f"UUID={UUID} /srv ext4 x-initrd.mount 0 0\n"},
        {"/etc/knit/overlay.d/srv": MOUNTS.format("/srv"),
         "/etc/knit/mounts.d/opt": MOUNTS.format("/opt")})
    path = disk(device.folder, "ext4")
    with device.power_on(extra=drives(path)) as machine:
        assert "knit: mounts: 2 mounted" in machine.boot()
        rows = machine.shell("grep -E '^(hook|/dev/vda) ' /proc/mounts | cut -d' ' -f1-3 | sort")
        assert rows.split("\n") == ["hook /opt tmpfs", "hook /srv tmpfs"]
        machine.shell("ls /opt/mine /srv/mine /rom/srv/of-the-rom")


def test_targets_that_are_links(device):
    """Some lead to themselves, some twice to one folder: words, and the others are mounted.

    Others lead to what they will lead to in the root, not to what has that name in knit's.
    """
    targets = ["/end", "/inner/deep/x", "/loop", "/loop/deep", "/nowhere/x", "/opt", "/ring/one",
               "/up/again/again/x", "/up/x"]
    plain = "".join(f"UUID={UUID} {target} ext4 x-initrd.mount\n" for target in targets)
    configured_disk(device, {"/etc/fstab": plain, "/srv/end/x": "", "/srv/inner/x": ""}, upper={
        "/end": "/srv/end", "/inner": "/srv/inner", "/nowhere": "/none/at/all",
        "/loop": "loop", "/ring/one": "two", "/ring/two": "one", "/up/again": "."})
    path = disk(device.folder, "ext4")
    with device.power_on(extra=drives(path)) as machine:
        console = machine.boot()
        said = re.findall(r"knit: mounts: (/\S+): a link that leads to itself", console)
        assert said == ["/loop", "/loop/deep", "/ring/one"]
        assert "knit: mounts: /nowhere/x: not found" in console
        assert "knit: mounts: 5 mounted" in console     # one of them was there already
        rows = machine.shell("grep '^/dev/vda ' /proc/mounts | cut -d' ' -f2").split("\n")
        assert rows == ["/srv/end", "/srv/inner/deep/x", "/opt", "/up/x"]
