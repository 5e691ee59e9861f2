# SPDX-License-Identifier: GPL-2.0-only
"""Messages, on veth pairs: what goes over the cable is decoded by tests/netmsg.py."""
import errno
import fcntl
import subprocess

import pytest

import scenarios
from sandbox import OUT
from wires import MARK, PROMPT, Wires, opened, refusing

SYS_SOCKET = 41                 # x86_64
OWN = "192.168.1.1/24"


def test_message():
    """To the byte; also as a program without rights hears it."""
    with Wires("eth0") as wires:
        knit = opened(wires, "eth0")
        wires.ip("pc", "addr", "add", "192.168.1.2/24", "dev", "eth0-pc")
        raw, plain = wires.listen("eth0"), wires.listen()
        assert knit.do(f"tell {PROMPT}") == 0
        want = {"from": "192.168.1.1", "to": "192.168.1.255", "port": 4919, "bytes": 1001,
                "text": PROMPT, "valid": True, "interface": "eth0-pc"}
        assert raw.heard() == [{**want, "ethernet": "ff:ff:ff:ff:ff:ff"}]
        assert plain.heard() == [want]
        assert knit.do("tell " + "x" * 998) == 0 and knit.do("tell " + "x" * 999) == -errno.E2BIG
        assert [len(m["text"]) for m in raw.heard() if m["valid"]] == [998]


@pytest.mark.parametrize("more, said", [((), []), (("NETMSG_ALL",), [
    "knit: flash: no squashfs"])], ids=["prompt", "all"])
def test_what_is_said(more, said):
    """All of it, if that is configured, while the network is open."""
    with Wires("eth0") as wires:
        knit = opened(wires, "eth0", more=more)
        end = wires.listen("eth0")
        knit.do("report no squashfs")
        assert [m["text"] for m in end.heard()] == said
        knit.do("close")
        knit.do("report no squashfs")
        assert not end.heard()


def test_two_interfaces():
    """The same address on both: each is told once, by its own cable."""
    with Wires("eth0", "eth1") as wires:
        knit = opened(wires, "eth0", "eth1")
        ends = [wires.listen("eth0"), wires.listen("eth1")]
        for _ in range(2):
            assert knit.do("tell hello") == 0
        assert wires.holders() == ["eth0", "eth1"]
        assert [[m["text"] for m in end.heard()] for end in ends] == [["hello"] * 2] * 2


def test_link_comes_late():
    with Wires() as wires:
        wires.add("eth0", link=False)
        knit = opened(wires)
        wires.unlinked("eth0")
        end = wires.listen("eth0")
        assert knit.do("tell early") == -errno.ENODEV and not end.heard()
        wires.plug("eth0")
        wires.linked("eth0")
        assert knit.do("tell late") == 0
        assert [m["text"] for m in end.heard()] == ["late"]


def test_interface_comes_late():
    with Wires("eth0") as wires:
        knit = opened(wires, "eth0")
        wires.add("lan1")
        end = wires.listen("lan1")
        knit.do("tell nobody")
        assert not end.heard() and "UP" not in wires.interfaces()["lan1"][0]
        for _ in range(2):              # a second uevent changes nothing
            knit.do("follow")
        wires.linked("lan1")
        knit.do("tell somebody")
        assert [m["text"] for m in end.heard()] == ["somebody"]


def test_close():
    """All as it was, also what was in use before; and nothing is sent any more."""
    with Wires("eth0", "eth1", "nfs") as wires:
        wires.ip("machine", "addr", "add", "10.1.2.3/16", "dev", "nfs")
        wires.ip("machine", "link", "set", "nfs", "up")
        wires.linked("nfs")
        before = wires.interfaces()
        knit = opened(wires, "eth0", "eth1")
        during = wires.interfaces()
        assert {"UP", MARK} <= during["eth0"][0] and during["eth0"][1] == [OWN]
        assert during["nfs"] == before["nfs"]
        end = wires.listen("nfs")
        knit.do("tell hello")
        assert [(m["from"], m["to"]) for m in end.heard()] == [("10.1.2.3", "255.255.255.255")]
        knit.do("close")
        assert wires.interfaces() == before
        assert knit.do("tell hello") == -errno.ENODEV and not end.heard()
        knit.do("close")
        knit.do("follow")
        assert wires.interfaces() == before


def test_board():
    """Its interfaces alone, and its address; a name that is part of another is none of them."""
    ports = ["lan10", "lan1", "lan100", "an10", "wan", "lan2"]
    with Wires(*ports) as wires:
        knit = opened(wires, "lan10", "lan2", interfaces="lan10 lan2", address="0a141e28")
        assert wires.holders("10.20.30.40/24") == ["lan10", "lan2"]
        end = wires.listen("lan2")
        knit.do("tell hello")
        assert [(m["from"], m["to"]) for m in end.heard()] == [("10.20.30.40", "10.20.30.255")]
        for port in ports[1:5]:
            assert "UP" not in wires.interfaces()[port][0]


def test_no_port_for_people():
    """A radio, a switch's conduit, a bridge, an interface without ARP, and lo."""
    with Wires("eth0", "radio", "conduit", "bridge0", "silent") as wires:
        wires.ip("machine", "link", "set", "silent", "arp", "off")
        fake = ("mount -t tmpfs none /sys && mkdir -p /sys/class/net/radio "
                "/sys/class/net/conduit/dsa /sys/class/net/bridge0/bridge && "
                "ln -s ../../phy0 /sys/class/net/radio/phy80211 && exec \"$@\"")
        opened(wires, "eth0", before=["sh", "-c", fake, "sh"])
        up = [name for name, row in wires.interfaces().items() if "UP" in row[0]]
        assert up == ["eth0"] == wires.holders()


def test_no_network():
    """A kernel without INET, and a machine without an interface: nothing, and no harm."""
    with Wires("eth0") as wires:
        before = wires.interfaces()
        knit = wires.drive(before=refusing(SYS_SOCKET, errno.EAFNOSUPPORT))
        for command in ("open", "failsafe", "follow", "close"):
            knit.do(command)
        assert knit.do("tell hello") == -errno.ENODEV
        assert wires.interfaces() == before
    with Wires() as wires:
        knit = opened(wires)
        assert knit.do("tell hello") == -errno.ENODEV


def test_closed_is_closed(tmp_path):
    """Then descriptor 0 is the console, and a number that was closed may be another's."""
    log = tmp_path / "trace"
    with Wires("eth0") as wires:
        knit = wires.drive(before=["strace", "-f", "-e", "trace=ioctl,close,socket", "-o", log])
        for command in ("tell early", "follow", "close"):
            knit.do(command)
        early = log.read_text()
        for command in ("open", "close", "close", "tell late"):
            knit.do(command)
    late = log.read_text()[len(early):]
    assert "ioctl(0, SIOCGIFNAME" not in early and "close(" not in early
    assert "SOCK_DGRAM|SOCK_CLOEXEC" in late and late.count("close(") == 1
    assert "ioctl(" not in late.split("close(")[1]


def command(wires, *argv):
    done = subprocess.run(wires.on("machine", *argv), text=True, timeout=10,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return done.returncode, done.stdout


def test_command(tmp_path):
    """`knit msg`, and by that name: what is up is used with the address it has, nothing changes."""
    scenarios.prepare()
    (tmp_path / "msg").symlink_to(scenarios.KNIT)
    nobody = (1, "knit: msg: sending: not there, or the kernel lacks it\n")
    with Wires("eth0", "eth1", "eth2") as wires:
        assert command(wires, scenarios.KNIT, "msg", "hello") == nobody
        wires.ip("machine", "addr", "add", "10.1.2.3/16", "brd", "+", "dev", "eth0")
        wires.ip("machine", "addr", "add", "10.4.5.6/16", "brd", "+", "dev", "eth1")
        for port in wires.ports:
            wires.ip("machine", "link", "set", port, "up")
        wires.linked(*wires.ports)
        before = wires.interfaces()
        ends = [wires.listen(port) for port in wires.ports]
        assert command(wires, scenarios.KNIT, "msg", "hello, world") == (0, "")
        assert command(wires, tmp_path / "msg", "again") == (0, "")
        for argv in (["msg"], ["msg", "two", "words"]):
            assert command(wires, scenarios.KNIT, *argv)[0] == 1
        assert command(wires, "env", "-i", scenarios.KNIT, "msg")[0] == 1
        assert command(wires, scenarios.KNIT, "msg", "x" * 999) == (
            1, "knit: msg: sending: too long\n")
        assert [[(m["from"], m["to"], m["text"]) for m in end.heard()] for end in ends] == [
            [("10.1.2.3", "10.1.255.255", text) for text in ("hello, world", "again")],
            [("10.4.5.6", "10.4.255.255", text) for text in ("hello, world", "again")], []]
        assert wires.interfaces() == before


@pytest.mark.parametrize("cpu, qemu", [
    ("mipsel", "qemu-mipsel"), ("mips", "qemu-mips"), ("arm", "qemu-arm"),
    ("arm64", "qemu-aarch64"), ("riscv64", "qemu-riscv64")])
def test_command_on_each_cpu(cpu, qemu):
    """Socket options, structures and byte order are not the same everywhere."""
    out = OUT / "net" / cpu
    out.mkdir(parents=True, exist_ok=True)
    with open(out / "lock", "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        scenarios.tool("make", f"CPU={cpu}", f"O={out}", "router_defconfig", "all")
    with Wires("eth0", "eth1") as wires:
        for number, port in enumerate(wires.ports, 1):
            wires.ip("machine", "addr", "add", f"10.{number}.2.3/16", "brd", "+", "dev", port)
            wires.ip("machine", "link", "set", port, "up")
        wires.linked(*wires.ports)
        ends = [wires.listen(port) for port in wires.ports]
        assert command(wires, qemu, out / "knit", "msg", "hello") == (0, "")
        assert [[(m["from"], m["to"], m["text"], m["valid"]) for m in end.heard()]
                for end in ends] == [[("10.1.2.3", "10.1.255.255", "hello", True)],
                                     [("10.2.2.3", "10.2.255.255", "hello", True)]]
