# SPDX-License-Identifier: GPL-2.0-only
"""`knit led` and the LEDs of `knit done`, on a made-up /sys and device tree.

The command runs in a root of its own, so its absolute paths lead to plain files there. What it
has written to which of them, and in which order, is strace's to tell: the files themselves only
keep the last bytes.
"""
import re
import subprocess

import pytest

import scenarios

TREE = "proc/device-tree"
LEDS = "sys/class/leds"
CALLS = "trace=chdir,open,openat,write"
WROTE = re.compile(r'^write\((\d+), "(.+)", \d+\)')


@pytest.fixture(scope="module")
def knit():
    scenarios.prepare()     # one worker at a time
    return scenarios.KNIT


class Machine:
    """A root with knit in it, and LEDs as a kernel would have them."""

    def __init__(self, root, binary):
        self.root = root
        self.file("knit", binary.read_bytes())
        (root / "knit").chmod(0o755)

    def file(self, name, content=b""):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    def led(self, name, node, trigger=True):
        uevent = f"OF_NAME=led\nOF_FULLNAME={node}\nOF_COMPATIBLE_N=0\n"
        self.file(f"{LEDS}/{name}/uevent", uevent.encode())
        for file in ["brightness"] + ["trigger", "delay_on", "delay_off"] * trigger:
            self.file(f"{LEDS}/{name}/{file}")

    def alias(self, role, node):
        self.file(f"{TREE}/aliases/led-{role}", node.encode() + b"\0")

    def run(self, *words, inject=()):
        """(exit status, what it said, all that it wrote to LEDs in order, the trace)."""
        log = self.root / "trace"
        rules = [word for rule in inject for word in ("-e", f"inject={rule}")]
        done = subprocess.run(["strace", "-o", log, "-s", "200", "-e", CALLS, *rules,
                               "chroot", self.root, "/knit", *words],
                              text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              timeout=20)
        trace = log.read_text().split('chdir("/")', 1)[1]    # chroot's own
        return done.returncode, done.stdout, writes(trace), trace


def writes(trace):
    """`LED/file=text` for each text that was written into a LED's directory."""
    cwd, opened, found = "", {}, []
    for line in trace.splitlines():
        if line.startswith("chdir(") and line.endswith("= 0"):
            cwd = line.split('"')[1]
        elif line.startswith("open"):
            opened[line.rsplit("= ", 1)[1]] = line.split('"')[1]
        elif WROTE.match(line) and LEDS in cwd:
            fd, text = WROTE.match(line).groups()
            found.append(f"{cwd.rpartition('/')[2]}/{opened[fd]}={text}")
    return found


def blink(led, ms):
    return [f"{led}/brightness=0", f"{led}/trigger=timer", f"{led}/delay_on={ms}",
            f"{led}/delay_off={ms}"]


def shine(led):
    return [f"{led}/brightness=0", f"{led}/brightness=255"]


@pytest.fixture
def machine(knit, tmp_path):
    """Two LEDs for four roles, as most routers have it, and one that is none of knit's."""
    made = Machine(tmp_path, knit)
    made.led("blue:wan-1", "/leds/led-10")
    made.led("green:power", "/leds/led-1")
    made.led("red:power", "/leds/led-0")
    for role, node in {"boot": "led-0", "failsafe": "led-0", "running": "led-1",
                       "upgrade": "led-0"}.items():
        made.alias(role, f"/leds/{node}")
    return made


@pytest.mark.parametrize("state, want", [
    ("preinit", blink("red:power", 100)),
    ("preinit_regular", blink("red:power", 200)),
    ("failsafe", ["red:power/brightness=0", "green:power/brightness=0",
                  *blink("red:power", 50)]),
    ("upgrade", ["green:power/brightness=0", *blink("red:power", 200)]),
    ("done", ["red:power/brightness=0", *shine("green:power")]),
])
def test_states(machine, state, want):
    """OpenWrt's table, with its timings."""
    status, said, wrote, _ = machine.run("led", state)
    assert (status, said) == (0, "")
    assert wrote == want


def test_own_name(machine):
    """A link called led, as OpenWrt's scripts like to have it."""
    (machine.root / "led").symlink_to("knit")
    done = subprocess.run(["strace", "-o", machine.root / "trace", "-e", CALLS, "chroot",
                           machine.root, "/led", "done"], timeout=20, check=False)
    assert done.returncode == 0
    assert writes((machine.root / "trace").read_text())[-2:] == shine("green:power")


@pytest.mark.parametrize("words", [[], ["done2"], ["don"], [""]])
def test_no_such_state(machine, words):
    status, said, wrote, _ = machine.run("led", *words)
    assert status == 1 and "knit: led: failed: refused" in said
    assert not wrote


def test_one_led_for_all(knit, tmp_path):
    """What goes off first must not be what shines."""
    made = Machine(tmp_path, knit)
    made.led("power", "/leds/power")
    for role in ("boot", "failsafe", "running", "upgrade"):
        made.alias(role, "/leds/power")
    assert made.run("led", "failsafe")[2][-4:] == blink("power", 50)
    assert made.run("led", "done")[2][-2:] == shine("power")


@pytest.mark.parametrize("inject", [(), ("write:error=EINVAL:when=2",)])
def test_no_timer(machine, inject):
    """No triggers at all, or none of that name: at least it shines."""
    if not inject:
        machine.led("none", "/leds/none", trigger=False)
        machine.alias("boot", "/leds/none")
    wrote = machine.run("led", "preinit", inject=inject)[2]
    assert [line for line in wrote if "brightness" in line] == shine(wrote[0].split("/")[0])
    assert not [line for line in wrote if "delay" in line]


def test_nothing_there(knit, tmp_path):
    """No LED, no device tree: no error, and no time."""
    made = Machine(tmp_path, knit)
    status, said, wrote, trace = made.run("led", "preinit")
    assert (status, said, wrote) == (0, "", [])
    assert trace.count(LEDS) == 1 and "led-boot" not in trace


def test_led_without_driver(machine):
    """The alias is there, its LED is not: the others are left alone."""
    machine.alias("boot", "/leds/led-7")
    assert machine.run("led", "preinit")[:3] == (0, "", [])


def test_done_with_a_trigger(machine):
    """The boot LED does again what the device tree says, as after OpenWrt's diag.sh."""
    machine.file(f"{TREE}/leds/led-0/linux,default-trigger", b"heartbeat\0")
    assert machine.run("led", "done")[2] == [
        "red:power/brightness=0", "red:power/trigger=heartbeat", *shine("green:power")]
    assert "red:power/trigger=heartbeat" not in machine.run("led", "failsafe")[2]


def test_done(machine):
    """It lights the LED whatever becomes of the overlay, of which there is none here."""
    status, said, wrote, _ = machine.run("done")
    assert status == 1 and "knit: done: " in said
    assert wrote == ["red:power/brightness=0", *shine("green:power")]
