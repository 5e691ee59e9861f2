# SPDX-License-Identifier: GPL-2.0-only
"""Failsafe's network on veth pairs, and whole boots with a cable in."""
import errno

import pytest

import sandbox
import scenarios
import variants
from wires import MARK, PROMPT, Wires, opened, refusing

SIOCBRADDBR = 0x89a0            # include/uapi/linux/sockios.h
SYS_IOCTL = 16                  # x86_64

variants.VARIANTS["loud"] = {"NETMSG_ALL": "y"}


@pytest.fixture(scope="module", autouse=True)
def machines():
    yield
    variants.clean()


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
