# SPDX-License-Identifier: GPL-2.0-only
"""knit built for a CPU without MIPS16e, or linked where programs usually are: the same boot."""
import re

import pytest

from device import every_board
from test_life import overlay_source

MALTA = every_board("malta", "malta-le")


@MALTA
@pytest.mark.parametrize("options", [{"MIPS16": "n"}, {"LOW": "n"}, {"MIPS16": "n", "LOW": "n"}],
                         ids=["mips32", "high", "mips32-high"])
@pytest.mark.sample(2)
def test_first_boot_and_the_next(device, options):
    with device.power_on(initrd=device.other_knit(**options)) as machine:
        console = machine.boot()
        assert "knit: overlay: RAM, not formatted yet" in console
        assert re.search(r"knit: flash: squashfs at 0x\w+ of firmware, \d+ KiB", console), console
        machine.shell("knit done", timeout=300)
        machine.reset()
        assert re.search(r"knit: overlay: jffs2 on rootfs_data, \d+ KiB free", machine.boot())
        assert overlay_source(machine) == "overlayfs:/overlay"
