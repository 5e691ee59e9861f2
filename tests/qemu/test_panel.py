# SPDX-License-Identifier: GPL-2.0-only
"""LEDs, buttons and cables of an emulated board, as other tests use them."""
import os
import re
import struct
import time
from statistics import median

import pytest

from device import every_board
from knitlib import dtb
from knitlib.gpio import Edge, rate
from knitlib.panel import matches
from knitlib.panel_net import Cable, Lan

EV_KEY, EV_SW = 1, 5
KEY_RESTART, KEY_WPS_BUTTON, KEY_RFKILL, SW_RFKILL_ALL = 0x198, 0x211, 0xf7, 3
HELD = "knit: failsafe: window: a button is held"


def late(device, ms):
    """What the kernel's timer makes of a time: it ends with the tick behind the one that is due."""
    ticks = int(re.search(r"^CONFIG_HZ=(\d+)$", (device.kernels / "config").read_text(), re.M)[1])
    return (-(-ms * ticks // 1000) + 1) * 1000 / ticks


def led(machine, name, **files):
    for file, value in files.items():
        machine.shell(f"echo {value} > '/sys/class/leds/{name}/{file}'")


def listen(machine):
    """Have the guest write down what its keys do."""
    machine.shell("cat /dev/input/event0 > /tmp/keys & "
                  "until ls -l /proc/$!/fd | grep -q event0; do sleep 0.1; done")


def events(machine):
    """(type, code, value) of what the guest has seen of its keys so far."""
    size = 24 if machine.board.cpu == "arm64" else 16
    data = bytes.fromhex(machine.shell("hexdump -v -e '1/1 \"%02x\"' /tmp/keys"))
    rows = [struct.unpack_from("<HHi", data, begin + size - 8)
            for begin in range(0, len(data), size)]
    return [row for row in rows if row[0]]      # without EV_SYN


def sampled(panel, name, seconds):
    """(ms on, ms off) by looking at the pin again and again, the slow way."""
    samples = []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        samples.append((time.monotonic(), panel.lit(name)))
        time.sleep(0.002)
    edges = [Edge(after[0], 0, after[1]) for before, after in zip(samples, samples[1:])
             if before[1] != after[1]]
    return rate(edges)


def test_rate():
    """A phase that is cut off at either end does not count, nor does one that was late."""
    times = [0, 0.1, 0.3, 0.4, 0.6, 0.95, 1.15, 1.25, 1.45]
    edges = [Edge(when, 0, number % 2 == 0) for number, when in enumerate(times)]
    assert matches(rate(edges), (100, 200), 0.001)
    assert rate(edges[:5]) is None
    assert not matches((112, 200), (100, 200)) and not matches(True, (100, 200))
    assert median(after.time - edge.time for edge, after in zip(edges, edges[1:])) == \
        pytest.approx(0.2)


@every_board(*dtb.BOARDS)
def test_leds(device):
    """Both ways to look at a pin agree with what the guest was told to do with it."""
    with device.power_on(panel=True) as machine:
        machine.boot()
        panel = machine.panel
        for name, on, off in (("green:boot", 100, 100), ("red:failsafe", 50, 300)):
            led(machine, name, trigger="timer", delay_on=on, delay_off=off)
            panel.expect(name, (late(device, on), late(device, off)))
            begin = panel.now()
            seen = sampled(panel, name, 5)
            assert matches(seen, panel.rate(name, begin))
            led(machine, name, trigger="none")
            panel.expect(name, False)
        for name in ("green:running", "blue:upgrade"):
            led(machine, name, brightness=255)
            panel.expect(name, True)
            assert [edge.level for edge in panel.edges(name)] == [True]
        assert panel.gpio.pins() == 1 << 2 | 1 << 4


@every_board(*dtb.BOARDS)
def test_buttons(device):
    """Held since power-on, pressed, and held through a reset; a switch is there as well."""
    with device.power_on(panel=True, held=("reset",)) as machine:
        machine.expect(HELD)
        machine.prompt()
        listen(machine)
        machine.panel.press("wps")
        machine.panel.hold("radio")
        machine.panel.release("reset")
        machine.shell("sleep 0.2")
        # each key has a timer of its own, so their order is not told
        assert sorted(events(machine)) == [
            (EV_KEY, KEY_RESTART, 0), (EV_KEY, KEY_WPS_BUTTON, 0), (EV_KEY, KEY_WPS_BUTTON, 1),
            (EV_SW, SW_RFKILL_ALL, 1)]
        machine.panel.hold("wps")
        machine.reset()
        machine.expect(HELD)
        machine.panel.release("wps")
        machine.reset()
        machine.boot()


@every_board("virt-arm64")
def test_overlays_on_top(device):
    """Keys of the wrong polarity look held though nobody touches them; a key for the switch."""
    overlays = ("keys", "rfkill", "wrong-polarity", "partitions")
    with device.power_on(panel=overlays) as machine:
        machine.expect(HELD)
        machine.prompt()
        machine.shell("! grep 'B: SW' /proc/bus/input/devices")
        listen(machine)
        machine.panel.press("radio")
        machine.shell("sleep 0.2")
        assert events(machine) == [(EV_KEY, KEY_RFKILL, 0), (EV_KEY, KEY_RFKILL, 1)]
        assert not machine.shell("ls /sys/class/leds")
        machine.shell("dmesg | grep '3 fixed-partitions partitions found on MTD device 0.flash'")


@every_board("virt-arm64", "malta-le", "x86")
@pytest.mark.sample(1)
def test_cables(device, tmp_path):
    """Cards come in their order; a cable that was not in is put in; frames arrive."""
    cables = [Cable(tmp_path, number) for number in range(2)]
    with device.power_on(cables=cables, unplugged=(1,)) as machine:
        machine.boot()
        machine.shell("ip link set eth0 up; ip link set eth1 up; ip addr add 10.1.2.3/24 dev eth0")
        assert machine.shell("cat /sys/class/net/eth[01]/address").split() == \
            ["52:54:00:6b:6e:00", "52:54:00:6b:6e:01"]
        assert machine.shell("sleep 2; cat /sys/class/net/eth[01]/carrier").split() == ["1", "0"]
        machine.plug(1)
        machine.plug(0, False)
        assert machine.shell("sleep 3; cat /sys/class/net/eth[01]/carrier").split() == ["0", "1"]
        machine.plug(0)
        machine.shell("sleep 3; ping -c 1 -w 1 10.1.2.4 || true")
        assert any(b"\x0a\x01\x02\x04" in frame for _, frame in cables[0].frames)
        assert not any(b"\x0a\x01\x02\x04" in frame for _, frame in cables[1].frames)
    for cable in cables:
        cable.close()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a network namespace")
@every_board("virt-arm64")
def test_lan(device):
    with Lan() as lan, device.power_on(cables=lan.taps) as machine:
        machine.boot()
        machine.shell("ip link set eth0 up; ip addr add 192.168.1.1/24 dev eth0")
        assert "1 packets received" in machine.shell("ping -c 1 192.168.1.2")
        assert "lladdr 52:54:00:6b:6e:00" in lan.run("ip", "neigh", "show").stdout
