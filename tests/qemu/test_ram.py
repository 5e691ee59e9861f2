# SPDX-License-Identifier: GPL-2.0-only
"""How much RAM knit takes, as the kernel has counted it up to its exec, and its largest child."""
import re
import subprocess
from pathlib import Path

import pytest

from device import every_board
from knitlib import artefacts
from storage import UUID, configured, disk, drives, section
from test_life import jffs2

LIMIT = 64      # KiB
# what the profile full takes, by the number of mounts that are configured
# (52 to 56 and 60 to 64 were seen)
LIMIT_FULL = {2: 60, 100: LIMIT}
SOURCE = Path(__file__).with_name("ram.c")
FLAGS = {"mips": ["-mno-abicalls", "-fno-pic", "-G0"]}


def small_init(board, folder):
    """tests/qemu/ram.c, by the kernel's nolibc."""
    gcc = f"{board.cross}gcc"
    own = subprocess.run([gcc, "-print-file-name=include"], stdout=subprocess.PIPE, text=True,
                         check=True).stdout.strip()
    nolibc = artefacts.script("kernel-source", "6.12") / "tools/include/nolibc/nolibc.h"
    subprocess.run([gcc, "-nostdinc", "-isystem", artefacts.script("kernel-headers", board.cpu),
                    "-isystem", own, "-include", nolibc, "-Os", "-Wall", "-Werror", "-fno-pie",
                    "-ffunction-sections", *FLAGS.get(board.kernel_arch, []), "-static", "-no-pie",
                    "-nostdlib", "-Wl,--gc-sections,-z,max-page-size=4096", "-s", SOURCE,
                    "-lgcc", "-o", folder / "ram"], check=True)
    return (folder / "ram").read_bytes()


def taken(machine):
    """KiB of knit or its largest child. A kernel for one CPU counts exactly, others in 32 pages."""
    console = machine.boot()
    found = re.search(r"ram: (\d+), a child (\d+)", console)
    print(found[0])
    return max(map(int, found.groups()))


@every_board("malta-le", "malta", "x86")
@pytest.mark.sample(2)
def test_router(device, tmp_path):
    """With its window open, and an overlay in RAM; then with one in the flash."""
    rom = device.rootfs({"/sbin/ram": small_init(device.board, tmp_path)})
    device.make(rom)
    append = "knit.init=/sbin/ram knit.window="
    with device.power_on(append + "1") as machine:
        assert taken(machine) <= LIMIT
    if not device.board.has_disk:
        device.make(rom, jffs2(device.board, tmp_path, {".fs_state": "->2", "upper/x": "x"}))
        with device.power_on(append + "0") as machine:
            assert taken(machine) <= LIMIT


@pytest.mark.profile("full")
@pytest.mark.variant("storage")
@pytest.mark.parametrize("number", [2, 100])
def test_full(device, tmp_path, number):
    """Swap, an external root, and so many mounts, most of which are the real init's."""
    ours = [f"/m{place}" for place in range(min(number, 20))]
    fstab = section("swap", label="swap") + section("mount", uuid=UUID, target="/overlay")
    fstab += "".join(section("mount", label="many", target=f"/none{place}")
                     for place in range(number))
    plain = "".join(f"LABEL=many {target} ext4 x-initrd.mount 0 0\n" for target in ours)
    configured(device, {"/etc/config/fstab": fstab, "/etc/fstab": plain,
                        "/etc/config/knit": section("knit", path="/usr/bin:/bin")},
               {"/sbin/ram": small_init(device.board, tmp_path)})
    paths = [disk(device.folder, "ext4"), disk(device.folder, "ext4", "many", uuid=None),
             disk(device.folder, "swap", "swap", uuid=None)]
    with device.power_on("knit.init=/sbin/ram", extra=drives(*paths)) as machine:
        assert taken(machine) <= LIMIT_FULL[number]
