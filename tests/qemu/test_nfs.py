# SPDX-License-Identifier: GPL-2.0-only
"""File systems on a real NFS server: the root, what init finds mounted, and a server's absence."""
import re
import time

import pytest

from device import every_board
from knitlib.panel_net import Lan
from network import root_only
from nfs import ADDRESS, Server
from storage import configured, section, source_of

pytestmark = [pytest.mark.profile("full"), pytest.mark.variant("nfs"), root_only]
X86 = every_board("x86")
OWN = "192.168.1.7:::255.255.255.0::eth0:off"


def config(target, source, ip=OWN, delay_root=60, **options):
    """What the owner writes: a mount, and the network for it."""
    mount = {"target": target, "device": source, "fstype": "nfs", **options}
    return {"/etc/config/fstab": section("global", delay_root=delay_root) +
            section("mount", **mount),
            **({"/etc/config/knit": section("knit", ip=ip)} if ip else {})}


@X86
@pytest.mark.parametrize("fstype, options, by_kernel", [
    ("nfs", "", False), ("nfs", "vers=4.0", True), ("nfs4", "ro", False)])
def test_root(device, tree, tmp_path, fstype, options, by_kernel):
    """By NFS 3 and 4; the address is knit's doing, or the kernel's."""
    (tree / "etc/of-the-server").write_text("yes\n")
    with Lan() as lan, Server(lan, tmp_path, tree) as server:
        more = {"options": options} if options else {}
        configured(device, config("/", server.source, None if by_kernel else OWN, fstype=fstype,
                                  **more))
        append = f"ip={OWN}" if by_kernel else ""
        with device.power_on(append, cables=lan.taps) as machine:
            assert f"knit: extroot: {fstype} on {server.source}, as /" in machine.boot()
            version = 3 if fstype == "nfs" and not options else 4
            assert source_of(machine, "/") == \
                f"{server.source} / {'nfs' if version == 3 else 'nfs4'}"
            mounted = machine.shell("grep ' / nfs' /proc/mounts")
            assert f"vers={version}" in mounted and f"addr={ADDRESS}" in mounted
            assert machine.shell("cat /etc/of-the-server") == "yes"
            assert source_of(machine, "/rom").endswith("/rom squashfs")
            assert source_of(machine, "/rom/overlay").endswith("/rom/overlay ext4")
            assert "127.0.0.1" in machine.shell("ip addr show lo")
            if "ro" in options:
                machine.shell("! touch /etc/mine 2>/dev/null")
            else:
                machine.shell("echo kept >/etc/mine; sync")
                assert (tree / "etc/mine").read_text() == "kept\n"
            machine.quit()


@X86
def test_opt(device, tmp_path):
    """/opt in /etc/fstab, by the word ip with nothing but an address; and what overlayfs says."""
    there = tmp_path / "opt"
    there.mkdir()
    (there / "tool").write_text("from the server\n")
    with Lan() as lan, Server(lan, tmp_path, there) as server:
        files = config("/mnt/other", server.source, "192.168.1.7")
        files["/etc/fstab"] = f"{server.source} /opt nfs nosuid,x-initrd.mount,soft 0 0\n"
        configured(device, files)
        with device.power_on(cables=lan.taps) as machine:
            assert "knit: mounts: 1 mounted" in machine.boot()
            assert source_of(machine, "/opt") == f"{server.source} /opt nfs"
            assert "nosuid" in machine.shell("grep ' /opt ' /proc/mounts")
            assert machine.shell("cat /opt/tool") == "from the server"
            machine.shell("mkdir /opt/upper /opt/work; ! mount -t overlay overlay -o lowerdir="
                          "/rom,upperdir=/opt/upper,workdir=/opt/work /mnt 2>/dev/null")
            assert "upper fs missing required features" in machine.shell("dmesg | grep overlayfs")


@X86
@pytest.mark.parametrize("source, words", [
    # a machine that has no server, and no machine at all
    (f"{ADDRESS}:/srv", f"knit: extroot: {ADDRESS}:/srv: nobody listens there"),
    ("192.168.1.9:/srv", "knit: extroot: 192.168.1.9:/srv: no answer from there"),
    ("10.1.2.3:/srv", "knit: extroot: 10.1.2.3:/srv: no way there"),
    ("server:/srv", "knit: extroot: server:/srv: refused"),
])
def test_no_server(device, source, words):
    """After delay_root the machine boots from its disk, and says why."""
    configured(device, config("/", source, delay_root=5))
    with Lan() as lan, device.power_on(cables=lan.taps) as machine:
        console = machine.boot()
        assert words in console
        assert source_of(machine, "/") == "overlayfs:/overlay / overlay"
        when = [float(re.search(rf"([0-9.]+)\] knit: {stage}:", console)[1])
                for stage in ("overlay", "handover")]
        assert when[1] - when[0] < (20 if "server" not in source else 5)


@X86
def test_a_server_that_does_not_let_us_in(device, tmp_path):
    """It is asked until the time is over, since it may be about to export that directory."""
    there = tmp_path / "srv"
    there.mkdir()
    with Lan() as lan, Server(lan, tmp_path, there):
        configured(device, config("/", f"{ADDRESS}:/elsewhere", delay_root=5))
        with device.power_on(cables=lan.taps) as machine:
            console = machine.boot()
            assert f"knit: extroot: {ADDRESS}:/elsewhere: not allowed" in console
            assert f"knit: extroot: {ADDRESS}:/elsewhere: took too long" in console
            assert source_of(machine, "/") == "overlayfs:/overlay / overlay"


@X86
def test_late_server(device, tree, tmp_path):
    """One that is switched on after the machine."""
    (tree / "etc/of-the-server").write_text("yes\n")
    with Lan() as lan:
        server = Server(lan, tmp_path, tree)
        configured(device, config("/", server.source))
        with device.power_on(cables=lan.taps) as machine:
            machine.expect("nobody listens there")
            time.sleep(3)
            with server:
                assert f"knit: extroot: nfs on {server.source}, as /" in machine.boot()
                assert machine.shell("cat /etc/of-the-server") == "yes"
                machine.quit()


@X86
def test_upper(device, tmp_path):
    """A writable half is refused before anything is mounted."""
    there = tmp_path / "srv"
    there.mkdir()
    with Lan() as lan, Server(lan, tmp_path, there) as server:
        configured(device, config("/overlay", server.source))
        with device.power_on(cables=lan.taps) as machine:
            assert ("knit: extroot: overlayfs does not write to NFS, which can only be all of the "
                    "root: refused") in machine.boot()
            assert source_of(machine, "/") == "overlayfs:/overlay / overlay"
            assert not list(there.iterdir())
