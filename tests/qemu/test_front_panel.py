# SPDX-License-Identifier: GPL-2.0-only
"""`make panel`, on a terminal of its own: what a person sees, types and presses."""
import re
import signal
import subprocess
import termios
import time
from pathlib import Path

import pexpect
import pyte
import pytest

from device import every_board
from knitlib import artefacts, dtb
from knitlib.machine import BOOT, COMMAND
from knitlib.panel import matches
from test_panel import late

WIDTH, HEIGHT = 100, 32
PROMPT = r"^/ #$"


class Seen:
    """The front panel as a person sees it."""

    def __init__(self, *words):
        self.screen = pyte.Screen(WIDTH, HEIGHT)
        self.stream = pyte.Stream(self.screen)
        self.child = pexpect.spawn(str(artefacts.SCRIPTS / "panel"), [str(word) for word in words],
                                   encoding="utf-8", codec_errors="replace",
                                   dimensions=(HEIGHT, WIDTH))
        self.before = termios.tcgetattr(self.child.child_fd)

    def text(self):
        return "\n".join(line.rstrip() for line in self.screen.display)

    def expect(self, pattern, timeout=COMMAND, good=lambda found: True):
        """Wait until something is on it, and is @good."""
        end = time.monotonic() + timeout
        while True:
            found = re.search(pattern, self.text(), re.M)
            if found and good(found):
                return found
            assert time.monotonic() < end, f"no {pattern!r} in {timeout} s:\n{self.text()}"
            try:
                self.stream.feed(self.child.read_nonblocking(65536, 0.1))
            except pexpect.TIMEOUT:
                pass
            except pexpect.EOF:
                pytest.fail(f"it ended while {pattern!r} was waited for:\n{self.text()}")

    def blinks(self, led, on, off):
        """Wait until it says that a LED blinks like that."""
        def good(found):
            hertz, *phases = map(float, found.groups())
            return matches(phases, (on, off)) and matches((1000 / hertz, 1), (on + off, 1))
        self.expect(led + r" +blinks +([\d.]+) Hz, (\d+)/(\d+) ms", good=good)

    def press(self, key):
        self.child.send("\x01" + key)

    def type(self, line):
        """At the shell of the board, on an empty screen."""
        self.expect(PROMPT)
        self.child.send(f"clear; {line}\r")

    def ended(self):
        """Its exit status, once it has gone and has left the terminal as it was."""
        self.child.expect(pexpect.EOF)
        assert "\x1b[?1049l" in self.child.before
        assert termios.tcgetattr(self.child.child_fd) == self.before
        self.child.close()
        return self.child.exitstatus


def emulators(flash):
    """The processes that have this flash on their command line."""
    for command in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if f"file={flash}".encode() in command.read_bytes():
                yield command.parent.name
        except OSError:
            pass                # it has just ended


@pytest.fixture
def seen(device):
    device.make()
    panel = Seen(device.board.name, "--flash", device.flash)
    panel.expect(PROMPT, BOOT)
    yield panel
    panel.child.close(force=True)
    assert not list(emulators(device.flash))


@every_board(*dtb.BOARDS)
@pytest.mark.sample(1)
def test_leds(seen, device):
    """They show what they do, until the power is pulled; the board boots again after that."""
    seen.expect("red:failsafe +off")
    seen.type("cd /sys/class/leds/red:failsafe; echo timer > trigger; echo 100 > delay_on; cd /")
    seen.blinks("red:failsafe", late(device, 100), late(device, 500))
    seen.type("cd /sys/class/leds/red:failsafe; echo 100 > delay_off; cd /")
    seen.blinks("red:failsafe", late(device, 100), late(device, 100))
    seen.expect("● red:failsafe")
    seen.expect("○ red:failsafe")
    seen.type("echo 1 > /sys/class/leds/blue:upgrade/brightness; touch /tmp/was-here")
    seen.expect("● blue:upgrade +on$|● blue:upgrade +on  ")
    seen.press("p")
    seen.expect("power off")
    assert not list(emulators(device.flash))
    assert "●" not in seen.text() and "blinks" not in seen.text()
    seen.press("p")
    seen.expect(f"the real init[^#]*{PROMPT}", BOOT)
    seen.expect("blue:upgrade +off")
    seen.type("ls /tmp/was-here")
    seen.expect("/tmp/was-here: No such file")


def listen(seen, device, events):
    """Have the guest show the next events of its keys."""
    size = 24 if device.board.cpu == "arm64" else 16
    seen.type(f"dd if=/dev/input/event0 bs={size} count={events} 2>/dev/null | "
              "hexdump -v -e '1/2 \"%x \"'; echo")
    time.sleep(2)               # until it does


@every_board(*dtb.BOARDS)
@pytest.mark.sample(1)
def test_buttons(seen, device):
    """Pressed for a moment, held and let go; each reaches the guest."""
    seen.expect("reset +button$")
    listen(seen, device, 4)
    seen.press("r")
    seen.expect("reset +button +held$")
    seen.expect("reset +button$")
    seen.expect(" 1 198 1 0 .* 1 198 0 0 ")
    listen(seen, device, 1)
    seen.press("W")
    seen.expect("wps +button +held$")
    seen.expect(" 1 211 1 0$")
    seen.press("W")
    seen.expect("wps +button$")
    seen.press("s")
    seen.expect("radio +switch +on$")


@every_board("virt-arm64")
def test_network(seen):
    """A datagram is shown with where it comes from, and a pulled cable has no carrier."""
    seen.expect(r"\d s +192\.168\.1\.1: Please press button now to enter failsafe( +× \d)?$")
    # one line: a shell that is busy drops what is typed. To all hosts: nobody is asked for
    # its address
    seen.type("ip addr add 192.168.7.1/24 dev eth0; ip link set eth0 up; "
              "ip route add 224.0.0.0/4 dev eth0; tftp -g -r nothing 224.0.0.1 4919")
    seen.expect(r"\d s +192\.168\.7\.1: ..nothing.octet.+ \(it does not begin with DE AD\)")
    seen.child.send("\x03")
    seen.press("c")
    seen.expect("cable +pulled")
    seen.type("sleep 1; cat /sys/class/net/eth0/carrier")
    seen.expect("^0$")
    seen.press("c")
    seen.type("sleep 1; cat /sys/class/net/eth0/carrier")
    seen.expect("^1$")


@every_board("virt-arm64")
@pytest.mark.parametrize("how", ["keys", "TERM", "HUP"])
def test_end(seen, device, how):
    """However it ends: the terminal is as it was, and the board is off."""
    assert len(list(emulators(device.flash))) == 1
    seen.press("q")
    seen.expect("means nothing")
    if how == "keys":
        seen.press("x")
    else:
        seen.child.kill(getattr(signal, f"SIG{how}"))
    assert seen.ended() == (0 if how == "keys" else 1)
    assert not list(emulators(device.flash))


@every_board("virt-arm64")
def test_the_board_switches_itself_off(seen):
    seen.type("poweroff")
    seen.expect("power off")
    seen.expect("has switched itself off")
    seen.press("x")
    assert seen.ended() == 0


@every_board("virt-arm64")
def test_no_power(device):
    """What QEMU says of a flash that cannot be is what the person reads."""
    device.flash.write_bytes(bytes(4096))
    panel = Seen(device.board.name, "--flash", device.flash)
    panel.child.expect("panel: qemu-system-aarch64: .*67108864 bytes")
    panel.child.expect(pexpect.EOF)
    panel.child.close()
    assert panel.child.exitstatus == 1


def refused(script, *words):
    """What it says when somebody else has the flash: one line."""
    done = subprocess.run([artefacts.SCRIPTS / script, "virt-arm64", *words], text=True,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, check=False)
    last = done.stdout.splitlines()[-1]
    assert done.returncode == 1 and last.startswith(f"{script}: ") and "is in use: " in last, \
        done.stdout
    assert "fresh" not in done.stdout
    return last


@every_board("virt-arm64")
def test_one_at_a_time(device, tmp_path):
    """`make boot` and `make panel` share a flash: the second is refused, until the first ends."""
    panel = Seen("virt-arm64")
    panel.expect(PROMPT, BOOT)
    refused("boot", "--batch", "--fresh")
    panel.press("x")
    assert panel.ended() == 0
    boot = pexpect.spawn(str(artefacts.SCRIPTS / "boot"), ["virt-arm64"], encoding="utf-8")
    boot.expect("# ", BOOT)
    assert refused("panel", "--snapshot", str(tmp_path / "picture.svg")).endswith("already")
    boot.close(force=True)
    subprocess.run([artefacts.SCRIPTS / "boot", "virt-arm64", "--batch"], stdin=subprocess.DEVNULL,
                   stdout=subprocess.DEVNULL, check=True)


def test_no_terminal():
    done = subprocess.run([artefacts.SCRIPTS / "panel"], stdin=subprocess.DEVNULL, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    assert done.returncode == 1 and "panel: it needs a terminal" in done.stdout


@every_board("virt-arm64")
def test_small_terminal(seen):
    seen.child.setwinsize(20, 70)
    seen.expect("80 x 24 at least, this is 70 x 20")
    seen.child.setwinsize(HEIGHT, WIDTH)
    seen.expect(PROMPT)
