# SPDX-License-Identifier: GPL-2.0-only
"""Messages and failsafe's network, on veth pairs; what goes over the cable is decoded apart."""
import errno
import fcntl
import subprocess

import pytest

import sandbox
import scenarios
import variants
from sandbox import OUT
from wires import Wires, refusing

PROMPT = "Please press button now to enter failsafe"
SIOCBRADDBR = 0x89a0            # include/uapi/linux/sockios.h
SYS_IOCTL, SYS_SOCKET = 16, 41  # x86_64
MARK = "NOTRAILERS"             # what knit has brought up
OWN = "192.168.1.1/24"


variants.VARIANTS["loud"] = {"NETMSG_ALL": "y"}


@pytest.fixture(scope="module", autouse=True)
def machines():
    yield
    variants.clean()


def opened(wires, *linked, **options):
    knit = wires.drive(**options)
    knit.do("open")
    wires.linked(*linked)
    return knit


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
            knit.do("add lan1")
        knit.do("add gone")
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
        knit.do("add eth0")
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
        for command in ("open", "add eth0", "failsafe", "follow", "close"):
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


def failsafe(wires, **options):
    knit = wires.drive(**options)
    knit.do("failsafe")
    knit.do("follow")
    return knit


@pytest.mark.parametrize("options", [{"interfaces": "lan1 lan2 lan3"},
                                     {"more": ("FAILSAFE_NET_ALL",)}], ids=["board", "all"])
def test_bridge(options):
    """Whichever port the cable is in, at once; a port that comes late is taken in."""
    with Wires("lan1", "lan2") as wires:
        knit = failsafe(wires, **options)
        rows = wires.interfaces()
        assert wires.holders() == ["br-lan"] and "UP" in rows["br-lan"][0]
        assert "UP" in rows["lo"][0] and "127.0.0.1/8" in rows["lo"][1]
        wires.add("lan3")
        knit.do("follow")
        rows = wires.interfaces()
        for port in ("lan1", "lan2", "lan3"):
            assert rows[port][2] == "br-lan" and "UP" in rows[port][0], port
        wires.linked("lan1", "lan2", "lan3", "br-lan")
        for port in ("lan1", "lan2", "lan3"):
            assert wires.answers(port), port
            knit.do("follow")
        assert wires.interfaces() == rows and wires.holders() == ["br-lan"]
        end = wires.listen("lan2")
        assert knit.do("tell reason") == 0
        assert [(m["from"], m["text"]) for m in end.heard()] == [("192.168.1.1", "reason")]


def test_bridge_of_the_boards_ports():
    with Wires("wan", "lan1") as wires:
        failsafe(wires, interfaces="lan1")
        rows = wires.interfaces()
        assert rows["lan1"][2] == "br-lan" and not rows["wan"][2] and "UP" not in rows["wan"][0]


def test_window_then_failsafe():
    """Failsafe takes the interfaces over as they are; when it ends, nothing of it is left."""
    with Wires("lan1", "lan2") as wires:
        before = wires.interfaces()
        knit = opened(wires, "lan1", "lan2", interfaces="lan1 lan2")
        knit.do("failsafe")
        knit.do("follow")
        assert wires.holders() == ["br-lan"]
        wires.linked("br-lan")
        assert wires.answers("lan2")
        knit.do("close")
        after = wires.interfaces()
        after["lo"][1].clear()          # the kernel gives it its address
        assert after == before


@pytest.mark.parametrize("options", [
    {}, {"interfaces": "lan1 lan2", "before": refusing(SYS_IOCTL, errno.ENOPKG, SIOCBRADDBR)},
], ids=["no-list", "no-bridge"])
def test_follows_the_cable(options):
    with Wires() as wires:
        wires.add("lan1", link=False)
        wires.add("lan2")
        knit = failsafe(wires, **options)
        assert "br-lan" not in wires.interfaces()
        wires.linked("lan2")
        wires.unlinked("lan1")
        knit.do("follow")
        assert wires.holders() == ["lan2"] and wires.answers("lan2")
        wires.pull("lan2")
        wires.unlinked("lan2")
        knit.do("follow")
        assert wires.holders() == []
        wires.plug("lan1")
        wires.linked("lan1")
        knit.do("follow")
        assert wires.holders() == ["lan1"] and wires.answers("lan1")
        wires.plug("lan2")
        wires.linked("lan2")
        knit.do("follow")               # one of them only: the first
        assert wires.holders() == ["lan1"]


def test_nfs_root_is_left_alone():
    """Nor is it in the bridge."""
    with Wires("eth0", "eth1") as wires:
        wires.ip("machine", "addr", "add", "10.1.2.3/16", "dev", "eth0")
        wires.ip("machine", "link", "set", "eth0", "up")
        before = wires.interfaces()["eth0"]
        failsafe(wires, more=("FAILSAFE_NET_ALL",))
        rows = wires.interfaces()
        assert rows["eth0"][1:] == before[1:] and rows["eth1"][2] == "br-lan"
        assert MARK not in rows["eth0"][0]


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


def started(seconds):
    """All of knit as process 1, with a window of that length."""
    scenarios.prepare()
    return sandbox.Sandbox(variants.machine("shell-rom", "loud", cmdline=(
        f"console=ttyS0 knit.overlay=none knit.window={seconds}"), inject=[scenarios.OLD_KERNEL]))


def comes(box, what, seconds):
    """Wait for what no console tells of."""
    return any(box.read(what, 0.2) for _ in range(5 * seconds))


def test_boot():
    """An interface that comes in the window is used, and as good as new when it closes."""
    with started(3) as box:
        with Wires(pid=box.run.pid) as wires:
            assert box.read(lambda: "[f]" in box.run.console, 10)
            before = wires.interfaces()
            wires.add("eth0")
            end = wires.listen("eth0")
            run = box.boot()
            messages = end.heard()
            rows = wires.interfaces()
    assert run.reached() == "init", run.console
    texts = [m["text"] for m in messages if m["valid"] and m["from"] == "192.168.1.1"]
    assert 2 <= texts.count(PROMPT) <= 4, messages
    assert rows["eth0"] == ({"BROADCAST", "MULTICAST"}, [], None)
    assert rows["lo"] == before["lo"]


def test_boot_into_failsafe():
    """The link of the window stays; the cable may go to another interface."""
    with started(20) as box:
        with Wires(pid=box.run.pid) as wires:
            assert box.read(lambda: "[f]" in box.run.console, 10)
            wires.add("eth0")
            end = wires.listen("eth0")
            assert comes(box, wires.holders, 5)
            wires.linked("eth0")
            box.type("f\n")
            assert box.read(lambda: sandbox.SHELL in box.run.console, 10), box.run.console
            assert wires.holders() == ["eth0"] and wires.answers("eth0")
            assert [m for m in end.heard() if m["text"].startswith("knit: failsafe: ")]
            wires.add("eth1")
            wires.pull("eth0")
            assert comes(box, lambda: wires.holders() == ["eth1"], 12), wires.interfaces()
            assert wires.answers("eth1")
