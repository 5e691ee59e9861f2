# SPDX-License-Identifier: GPL-2.0-only
"""The network before there is a system: messages while the window is open, and failsafe's."""
import json
import re
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

import pytest

from device import every_board
from network import (ADDRESS, BUSY, FOLLOW, LONG, PROMPT, answers, ask_for_failsafe, both_taps,
                     plugs, root_only, wait_for)
from knitlib.panel_net import Lan
from test_late_disk import SLOT

LISTENER = Path(__file__).resolve().parents[1] / "netmsg.py"
CARDS = ("virt-arm64", "malta-le", "x86")   # virtio-mmio, pcnet, virtio-pci


def left_as_it_was(machine, count):
    """No trace on the interfaces for the real init to stumble over."""
    for number in range(count):
        name = f"eth{number}"
        assert int(machine.shell(f"cat /sys/class/net/{name}/flags"), 16) & 0x21 == 0
        assert "inet " not in machine.shell(f"ip addr show {name}")
    assert "inet " not in machine.shell("ip addr")
    assert "br-lan" not in machine.shell("ls /sys/class/net")


@every_board(*CARDS)
@pytest.mark.sample(2)
def test_messages(device, tmp_path):
    """About once a second on each card while the window is open, and not after it."""
    with plugs(tmp_path, 2) as cables, device.power_on("knit.window=5", cables=cables) as machine:
        machine.boot()
        left_as_it_was(machine, 2)
        time.sleep(2)
        for cable in cables:
            times = [message.time for message in cable.messages]
            # a link takes up to a second, and the pcnet's driver looks every two
            assert 3 <= len(times) <= 6
            assert 0.85 < median(b - a for a, b in zip(times, times[1:])) < 1.15
            for message in cable.messages:
                assert (message.source, message.target, message.text, message.error) == \
                    (ADDRESS, "192.168.1.255", PROMPT, "")
            assert time.monotonic() - times[-1] > 2, "messages go on"


@every_board("virt-arm64", "malta-le")
@pytest.mark.sample(1)
def test_link_comes_late(device, tmp_path):
    with plugs(tmp_path, 2) as cables, \
            device.power_on(LONG, cables=cables, unplugged=(0, 1)) as machine:
        machine.expect("to select the debug level")
        time.sleep(2)
        assert not cables[0].messages and not cables[1].messages
        machine.plug(1)
        took = wait_for(lambda: cables[1].messages, 2 + BUSY)
        assert took is not None, "no message after the cable was plugged in"
        machine.plug(0)
        assert wait_for(lambda: cables[0].messages, 2 + BUSY) is not None


def plug_in_a_card(machine):
    machine.qmp.execute("device_add", driver="virtio-net-pci", netdev="late", bus="plug",
                        romfile="")


@every_board("x86")
def test_interface_comes_late(device, tmp_path):
    """One that a uevent tells of while the window is open."""
    with plugs(tmp_path, 1) as cables:
        extra = [*SLOT, "-netdev", cables[0].netdev("late")]
        with device.power_on(LONG, extra=extra) as machine:
            machine.expect("to select the debug level")
            plug_in_a_card(machine)
            assert wait_for(lambda: len(cables[0].messages) > 1, 5 + BUSY), "it is not used"
            assert {message.text for message in cables[0].messages} == {PROMPT}
            machine.type("f")
            machine.expect("knit: failsafe: ")


@root_only
@every_board("x86")
def test_interface_comes_late_in_failsafe(device):
    with Lan(ports=2) as lan:
        extra = [*SLOT, "-netdev", lan.taps[1].netdev("late")]
        with device.power_on(LONG, cables=lan.taps[:1], unplugged=(0,), extra=extra) as machine:
            both_taps(lan)
            ask_for_failsafe(machine)
            assert not answers(lan, 1)
            plug_in_a_card(machine)
            assert wait_for(lambda: answers(lan, 1), FOLLOW + BUSY) is not None


def stages(machine):
    """[(stage, how it went, seconds)] of `knit status`."""
    return [(stage, how, int(us) / 1e6) for how, us, stage in
            re.findall(r"(ok|failed) (\d+) us (\w+)", machine.shell("knit status"))]


@every_board("virt-arm64", "malta-le")
@pytest.mark.sample(1)
def test_no_network(device):
    """No card at all costs neither a line nor time."""
    with device.power_on("knit.window=1") as machine:
        text = machine.boot()
        assert not re.search(r"knit: [^\r\n]*(net|eth|lan|socket|fail)", text)
        rows = stages(machine)
        assert {how for _, how, _ in rows} == {"ok"}
        opening, *_, waiting = [seconds for stage, _, seconds in rows if stage == "window"]
        assert opening < 0.1 * BUSY and waiting < 1
        begin, end = [float(re.search(rf"\[ *(\d+\.\d+)\] knit: {stage}", text)[1])
                      for stage in ("board", "overlay")]
        assert 0.9 < end - begin < 1.5 + BUSY / 4


@every_board("virt-arm64", "malta-le")
@pytest.mark.sample(1)
def test_no_network_in_failsafe(device):
    with device.power_on(LONG) as machine:
        ask_for_failsafe(machine)
        begin = len(machine.text())
        time.sleep(FOLLOW + 2)
        assert machine.text()[begin:].strip() == "", "it is not quiet"
        machine.shell("! ls /sys/class/net | grep -v '^lo$'")


@root_only
@every_board("virt-arm64", "malta-le", "x86")
@pytest.mark.sample(1)
def test_failsafe_follows_the_cable(device):
    """Two interfaces, the cable in the second; then it is put in the first."""
    with Lan(ports=2) as lan, \
            device.power_on(LONG, cables=lan.taps, unplugged=(0,)) as machine:
        both_taps(lan)
        ask_for_failsafe(machine)
        assert wait_for(lambda: answers(lan, 1), FOLLOW + BUSY) is not None
        assert not answers(lan, 0)
        machine.plug(1, False)
        machine.plug(0)
        assert wait_for(lambda: answers(lan, 0), FOLLOW + BUSY) is not None
        assert not answers(lan, 1)
        addresses = machine.shell("ip addr")
        assert len(re.findall(f"inet {ADDRESS}/24", addresses)) == 1, addresses
        machine.type("knit boot")
        machine.boot()
        left_as_it_was(machine, 2)


@root_only
@every_board("virt-arm64", "malta-le", "x86")
@pytest.mark.sample(1)
def test_a_bridge_of_all(device):
    """KNIT_FAILSAFE_NET_ALL: it does not matter which port it is."""
    initrd = device.other_knit(FAILSAFE_NET_ALL="y")
    with Lan(ports=2) as lan, device.power_on(LONG, cables=lan.taps, initrd=initrd) as machine:
        both_taps(lan)
        ask_for_failsafe(machine)
        for port in (0, 1, 0):
            assert wait_for(lambda port=port: answers(lan, port), FOLLOW + BUSY) is not None, port
        assert machine.shell("ls /sys/class/net/br-lan/brif").split() == ["eth0", "eth1"]
        assert f"inet {ADDRESS}/24" in machine.shell("ip addr show br-lan")
        machine.plug(0, False)
        assert wait_for(lambda: answers(lan, 1), FOLLOW + BUSY) is not None
        machine.type("knit boot")
        machine.boot()
        left_as_it_was(machine, 2)


@root_only
@every_board("virt-arm64", "x86")
@pytest.mark.sample(1)
def test_all_is_told(device):
    """KNIT_NETMSG_ALL, heard by a program that shares nothing with knit nor with the harness."""
    initrd = device.other_knit(NETMSG_ALL="y")
    with Lan() as lan, lan.popen(sys.executable, LISTENER, stdout=subprocess.PIPE,
                                 stderr=subprocess.PIPE, text=True) as listener:
        assert listener.stderr.readline() == "listening\n"
        with device.power_on(LONG, cables=lan.taps, initrd=initrd) as machine:
            ask_for_failsafe(machine)
            time.sleep(1)
        listener.terminate()
        heard = [json.loads(line) for line in listener.stdout]
    assert all(row["valid"] and row["bytes"] == 1001 and row["port"] == 4919 for row in heard)
    assert {(row["from"], row["to"]) for row in heard} == {(ADDRESS, "192.168.1.255")}
    texts = [row["text"] for row in heard]
    assert PROMPT in texts and "f was typed" in texts
    assert any(text.startswith("knit: flash: squashfs") for text in texts), texts
    assert any(text.startswith("knit: window: f was typed: ") for text in texts), texts
