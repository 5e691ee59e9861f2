# SPDX-License-Identifier: GPL-2.0-only
"""How long a node takes from power-on to its login: knit, and what it replaces, which is iPXE and
shell scripts for busybox. The same server, image and kernel.
"""
import os
import time
from pathlib import Path

import pytest

import sampling
from device import cpio
from knitlib import artefacts, nodes
from knitlib.machine import Machine
from nodenet import Bed, until
from test_node_path import LOGIN, LOGIN_WITHIN, MAC, X86, kernel_of

pytestmark = [pytest.mark.skipif(os.geteuid() != 0, reason="network namespaces"),
              pytest.mark.profile("full"), pytest.mark.variant("nfs"),
              pytest.mark.xdist_group("nodes")]
INIT = Path(__file__).with_name("shell-node.sh")
TICKS = os.sysconf("SC_CLK_TCK")
SERVER = f"http://{nodes.SERVER}/boot"
# (loader, script); the seconds of a CPU are what is compared
WAYS = {"knit, and knit as the first init": ("knit", "start.ipxe"),
        "iPXE, and shell scripts as the first init": ("ipxe", "start.ipxe"),
        "knit, and shell scripts as the first init": ("knit", "shell.ipxe")}
ARGS = """#!ipxe
set root root=/dev/nfs nfsroot=${next-server}:/var/lib/walt/nodes/${mac}/fs,ro,vers=3,nolock,nocto
set args ${root} ip=${ip}:${next-server}:${gateway}:${netmask}:${hostname}::off console=ttyS0
"""
# Who has no ${model} is iPXE. It gets its files by HTTP, as knit does: its TFTP is slower.
KNIT = """isset ${model} || goto shell
kernel kernel knit.window=0 ${args}
boot || reboot
:shell
"""
SHELL = f"""kernel {SERVER}/kernel initrd=initrd ${{args}}
initrd {SERVER}/initrd
boot || reboot
"""


@pytest.fixture
def image(board, tmp_path):
    """An image that both can boot: what knit does for a node is in the kernel."""
    tree = tmp_path / "initramfs"
    (tree / "bin").mkdir(parents=True)
    busybox = artefacts.script("userland", board.cpu)
    (tree / "bin/busybox").write_bytes(busybox.read_bytes())
    applets = [Path(line) for line in (busybox.parent / "applets").read_text().splitlines()]
    for applet in applets:
        if str(applet) not in ("bin/busybox", "linuxrc"):
            (tree / applet.parent).mkdir(parents=True, exist_ok=True)
            (tree / applet).symlink_to("/bin/busybox")
    init, blink = tmp_path / "shell-node", tmp_path / "blink"
    blink.write_text("#!/bin/sh\n")
    for path in (init, tree / "init"):
        path.write_bytes(INIT.read_bytes())
    for path in (tree / "bin/busybox", tree / "init", init, blink):
        path.chmod(0o755)
    initrd = cpio(tree, tmp_path / "initrd")
    script = tmp_path / "shell.ipxe"
    script.write_text(ARGS + SHELL)
    return nodes.image(board.name, kernel_of(board), f"busybox-{board.cpu}",
                       [f"{initrd}=/boot/initrd", f"{script}=/boot/shell.ipxe",
                        f"{init}=/sbin/shell-node", f"{blink}=/bin/blink"], ARGS + KNIT + SHELL)


def spent(machine):
    """Seconds of a CPU that the emulator has taken."""
    words = Path(f"/proc/{machine.child.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / TICKS


def boot(bed, board, loader, script):
    """Seconds by the clock, of a CPU, and of a CPU from the image's kernel on."""
    start = nodes.start(board.name, kernel_of(board), loader, bed.taps[0])
    if loader != "knit":
        command = start.command()
        start.command = lambda: [*bed.wrapper, *command]
    elif script != "start.ipxe":
        start.append = start.append.replace("knit.netboot", f"knit.netboot={SERVER}/{script}")
    begin = time.monotonic()
    with Machine(start) as machine:
        for _ in range(2 if loader == "knit" else 1):
            machine.expect("Linux version", LOGIN_WITHIN)
        kernel = spent(machine)
        machine.expect(LOGIN, LOGIN_WITHIN)
        took = time.monotonic() - begin, spent(machine), spent(machine) - kernel
        machine.type("root")
        machine.prompt()
        assert machine.shell("grep ' / ' /proc/mounts | tail -n 1").split()[2] == "overlay"
        assert machine.shell("ls -d /run/walt/rootfs/mnt/nfsroot/sbin")
        until("its net service", lambda: not bed.tool("blink", MAC, "0").returncode)
        machine.quit()
    return took


@X86
def test_power_on_to_login(board, image):
    """All get there, to the same image on a union, with a net service beside it."""
    with Bed(f"oci:{image}:{{model}}") as net:
        net.start()
        known = net.client(MAC)             # what follows is not its first attempt
        known.dhcp(vendor=f"walt.node.{nodes.MODELS[board.name].name}")
        net.says("boots .* from now on")
        known.away()
        rows = [boot(net, board, *way) for way in list(WAYS.values())[:3 if sampling.FULL else 2]]
    for name, row in zip(WAYS, rows):
        print("{}: {:.1f} s, {:.1f} s of a CPU, {:.1f} s of these from the image's kernel on"
              .format(name, *row))
    assert rows[0][1] < rows[1][1] and rows[0][2] < rows[1][2]
