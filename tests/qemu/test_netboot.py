# SPDX-License-Identifier: GPL-2.0-only
"""A machine that gets its kernel from a server: power-on to the second kernel's system."""
import re
import time

import pytest

from device import every_board
from kexecing import STARTED, kernel
from knitlib import qemu
from knitlib.panel_net import Lan
from network import answers, both_taps, plugs, root_only

pytestmark = [pytest.mark.profile("full")]
X86 = every_board("x86")
ADDRESS = "192.168.1.2"         # of a Lan
LAST = {"KEXEC": "y", "NETBOOT": "y", "NETBOOT_LAST": "y"}
SCRIPT = """#!ipxe
echo for ${mac:hexhyp}, ${manufacturer} ${product}
kernel kernel console=ttyS0 knit.window=0 second=${ip} initrd=initrd || shell
boot
"""


class UserNetwork:
    """QEMU's own network: its DHCP and TFTP are not dnsmasq's, and nobody need be root."""
    wrapper = ()

    def __init__(self, folder, bootfile):
        self.folder, self.bootfile = folder, bootfile

    def netdev(self, name):
        return f"user,id={name},tftp={self.folder},bootfile={self.bootfile}"


def dnsmasq(lan, folder):
    """DHCP and TFTP on a Lan, when it answers."""
    server = lan.popen("dnsmasq", "--conf-file=/dev/null", "--keep-in-foreground", "--port=0",
                       "--no-ping", "--user=root", "--dhcp-range=192.168.1.100,192.168.1.150",
                       "--leasefile-ro", "--enable-tftp", f"--tftp-root={folder}", "--pid-file=",
                       f"--log-facility={folder.parent / 'dnsmasq.log'}")
    deadline = time.monotonic() + 30
    while not lan.run("ss", "-Hlnu", "sport = :67").stdout.strip():
        assert time.monotonic() < deadline
        time.sleep(0.1)
    return server


def started(machine):
    """What the first kernel has said, when the second one's system is up."""
    console = machine.boot()
    assert len(re.findall(STARTED, console)) == 2, console
    return console.split("Linux version")[1], machine.shell("cat /proc/cmdline").split()


@root_only
@X86
def test_script(device, tmp_path):
    """By dnsmasq; the second kernel's command line is what the script has put together."""
    files = tmp_path / "files"
    files.mkdir()
    (files / "kernel").write_bytes(kernel(device))
    (files / "start.ipxe").write_text(SCRIPT)
    with Lan() as lan:
        server = dnsmasq(lan, files)
        with device.power_on("knit.netboot", cables=lan.taps) as machine:
            first, words = started(machine)
            machine.quit()
        server.kill()
        server.wait()
    address = re.search(r"knit: netboot: eth0: (192\.168\.1\.1\d\d), walt\.node\.pc-x86-64",
                        first)[1]
    assert f"second={address}" in words and "knit.kexec.count=1" in words
    assert not [word for word in words if word.startswith("knit.netboot")]
    assert f"tftp://{ADDRESS}/kernel, {len(kernel(device))} bytes" in first
    assert re.search(r"netboot: for ([0-9a-f]{2}-){5}[0-9a-f]{2}, ", first)
    assert "knit: flash:" not in first      # it was not looked at


@X86
def test_another_server(device, tmp_path):
    """QEMU's, which names the file; it is the kernel itself, with the configured command line."""
    (tmp_path / "netboot.bin").write_bytes(kernel(device))
    with device.power_on("knit.netboot", cables=[UserNetwork(tmp_path, "netboot.bin")]) as machine:
        machine.expect(r"knit: netboot: eth0: 10\.0\.2\.15")
        machine.expect(rf"tftp://10\.0\.2\.2/netboot\.bin, {len(kernel(device))} bytes")
        # that has no console in it
        machine.expect(r"knit: netboot: starting fd:\d+")
        machine.expect("Starting new kernel")
        machine.quit()


@X86
@pytest.mark.parametrize("last", (False, True))
def test_nothing_in_the_flash(device, tmp_path, last):
    """Failsafe at once, if nobody has asked for the network; with the option it is asked before."""
    (tmp_path / "start.ipxe").write_text("#!ipxe\necho ${hostname} here\nshell\n")
    initrd = device.other_knit(**LAST) if last else None
    with device.power_on(flash=False, initrd=initrd,
                         cables=[UserNetwork(tmp_path, "start.ipxe")]) as machine:
        machine.expect("knit: flash: ")
        if last:
            machine.expect("knit: netboot: eth0: 10")
            machine.expect("knit: failsafe: netboot: nothing is started: failsafe is asked for")
        else:
            machine.expect("knit: failsafe: flash: ")
            assert "netboot" not in machine.child.before
        machine.quit()


@X86
def test_nobody_answers(device, tmp_path):
    """No link, and nothing else to be started: failsafe does not keep a person waiting."""
    initrd = device.other_knit(**LAST)
    with plugs(tmp_path, 1) as cables, device.power_on(
            "knit.window=0", flash=False, initrd=initrd, cables=cables, unplugged=[0]) as machine:
        machine.expect("knit: flash: ")
        begin = time.monotonic()
        machine.expect("knit: failsafe: netboot: nothing is started: ")
        assert time.monotonic() - begin < 15
        machine.quit()


@X86
@pytest.mark.parametrize("mac, where", ((qemu.mac(1), "eth1"), ("52:54:00:00:00:77", "eth[01]")))
def test_bootif(device, tmp_path, mac, where):
    """Of two interfaces the one that a loader has used, though both have a server; any, if none has
    that address.
    """
    (tmp_path / "start.ipxe").write_text("#!ipxe\necho over ${ifname} ${mac}\nshell\n")
    cables = [UserNetwork(tmp_path, "start.ipxe") for _ in range(2)]
    words = f"knit.netboot BOOTIF=01-{mac.upper().replace(':', '-')}"
    with device.power_on(words, flash=False, cables=cables) as machine:
        machine.expect(f"knit: netboot: {where}: 10")
        machine.expect(f"knit: netboot: over {where} 52:54:00:6b:6e:0[01]")
        machine.quit()


@root_only
@X86
@pytest.mark.parametrize("port", (0, 1))
def test_bootif_and_ip(device, port):
    """The same for the address of a root by NFS; this kernel obeys no ip=, and has no NFS."""
    words = (f"nfsroot={ADDRESS}:/srv ip=192.168.1.7:{ADDRESS}::255.255.255.0:one::off "
             f"BOOTIF=01-{qemu.mac(port)}")
    with Lan(2) as lan, device.power_on(words, flash=False, cables=lan.taps) as machine:
        both_taps(lan)
        machine.expect(f"knit: failsafe: union: {ADDRESS}:/srv: not there, or the kernel")
        assert answers(lan, port, "192.168.1.7")
        assert not answers(lan, 1 - port, "192.168.1.7")
        machine.quit()


@X86
def test_restart(device, tmp_path):
    """The server has no kernel yet: the machine restarts, and asks again."""
    with device.power_on("knit.netboot", cables=[UserNetwork(tmp_path, "kernel")]) as machine:
        machine.expect("tftp://10.0.2.2/kernel: not found")
        machine.expect(r"knit: netboot: restart in (\d+) seconds")
        (tmp_path / "kernel").write_bytes(kernel(device))
        machine.expect("knit: netboot: eth0: 10", timeout=120)
        machine.expect(r"tftp://10\.0\.2\.2/kernel, \d+ bytes")
        machine.expect("Starting new kernel")
        machine.quit()
