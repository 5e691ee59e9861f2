# SPDX-License-Identifier: GPL-2.0-only
"""The front panel without a board: what it draws, what its keys mean, which pin is what."""
import re
import struct
import xml.dom.minidom

import pytest

from knitlib import boards, dtb, panel, panel_view
from knitlib.gpio import Edge
from knitlib.panel_net import message
from knitlib.panel_state import Console, Keys, State

GPIO_CELL = re.compile(r"<&pl061 (\d) \d>")


def pins(name):
    """{name of a LED or key: pin} of an overlay, as dts/ has them."""
    text = re.sub(r"/\*.*?\*/", "", dtb.overlay(name).read_text(), flags=re.S)
    found = {}
    for node in re.findall(r"[\w-]+ \{([^{}]*)\}", text):
        facts = dict(re.findall(r"([\w,-]+) = (.*);", node))
        label = facts["label"].strip('"') if "label" in facts else \
            {"<2>": "green"}[facts["color"]] + ":" + facts["function"].strip('"')
        found[label] = int(GPIO_CELL.match(facts["gpios"])[1])
    return found


def test_pins():
    assert pins("leds") == panel.LEDS
    assert pins("keys") == panel.BUTTONS
    used = [*panel.LEDS.values(), *panel.BUTTONS.values(), 3]
    assert sorted(used) == list(range(8)), "each pin is used once, the third by QEMU"


def test_partitions():
    """The device tree divides the flash as the board's descriptor does."""
    text = dtb.overlay("partitions").read_text()
    rows = re.findall(r'partition@(\w+) \{\s+label = "(.*)";\s+reg = <0x(\w+) 0x(\w+)>;', text)
    assert all(row[0] == row[2] for row in rows)
    for name in dtb.BOARDS:
        board = boards.find(name)
        assert [(row[1], int(row[2], 16), int(row[3], 16)) for row in rows] == \
            [(part.name, part.offset + board.bank_offset, part.size) for part in board.partitions]


@pytest.mark.parametrize("name", dtb.BOARDS)
def test_made_once(name):
    first = dtb.make(boards.find(name))
    before = first.stat().st_mtime_ns
    assert dtb.make(boards.find(name)) == first and first.stat().st_mtime_ns == before
    assert dtb.make(boards.find(name), ("keys",)) != first


def test_not_every_board():
    with pytest.raises(dtb.ArtefactError, match="malta has no GPIO chip"):
        dtb.make(boards.find("malta"))


def frame(payload, port=4919, kind=b"\x08\x00", fragment=0):
    udp = struct.pack(">HHHH", 40000, port, len(payload) + 8, 0) + payload
    ip = struct.pack(">BBHHHBBH4s4s", 0x45, 0, len(udp) + 20, 1, fragment, 64, 17, 0,
                     bytes((192, 168, 1, 1)), b"\xff\xff\xff\xff") + udp
    return b"\xff" * 6 + b"\x02" * 6 + kind + ip


def test_messages():
    whole = b"\xde\xad" + b"button!".ljust(999, b"\0")
    seen = message(frame(whole), 2, 1.5)
    assert (seen.text, seen.error, seen.source, seen.target, seen.cable, seen.time) == \
        ("button!", "", "192.168.1.1", "255.255.255.255", 2, 1.5)
    tagged = frame(whole, kind=b"\x81\x00\x00\x05\x08\x00")
    assert message(tagged).text == "button!"
    assert message(frame(whole, port=4918)) is None
    assert message(frame(whole, kind=b"\x86\xdd")) is None
    assert message(frame(whole, fragment=0x2000)) is None
    for cut in range(42):
        assert message(frame(whole)[:cut]) is None
    assert "1000 bytes" in message(frame(whole[:-1])).error
    assert "DE AD" in message(frame(b"\0" + whole[1:])).error
    assert "closed" in message(frame(whole[:-1] + b"x")).error
    assert "closed" in message(frame(b"\xde\xad" + b"x" * 999)).error


@pytest.mark.parametrize("typed, meant", [
    (b"ls\r", [("guest", b"ls\r")]),
    (b"\x01r", [("panel", "r")]),
    (b"l\x01Rs\r", [("guest", b"l"), ("panel", "R"), ("guest", b"s\r")]),
    (b"\x01\x01\x01a\x03", [("guest", b"\x01\x01\x03")]),
])
def test_keys(typed, meant):
    assert list(Keys().feed(typed)) == meant
    one_by_one = Keys()
    parts = [part for at in range(len(typed)) for part in one_by_one.feed(typed[at:at + 1])]
    assert b"".join(what for whom, what in parts if whom == "guest") == \
        b"".join(what for whom, what in meant if whom == "guest")
    assert [part for part in parts if part[0] == "panel"] == \
        [part for part in meant if part[0] == "panel"]


@pytest.fixture
def state():
    console = Console(80, 24)
    state = State(boards.find("virt-arm64"), True, console)
    console.resize(*panel_view.console_size(state, 80, 24))
    state.switched(True)
    return state


def blink(state, pin, on, off, times, begin=0.0):
    """Edges of a LED that blinks, as QEMU tells them; returns the time after the last one."""
    for _ in range(times):
        for length, level in ((on, True), (off, False)):
            state.edge(Edge(begin, pin, level))
            begin += length / 1000
    state.now = begin
    return begin


def shown(state):
    return panel_view.text(panel_view.draw(state))


def test_a_led(state):
    """It blinks, then in another way, then it has stopped."""
    now = blink(state, 0, 100, 100, 20)
    assert re.search("green:boot +blinks +5.0 Hz, 100/100 ms", shown(state))
    now = blink(state, 0, 50, 50, 8, now)
    assert re.search("green:boot +blinks +10.0 Hz, 50/50 ms", shown(state))
    state.now = now + 0.3
    assert re.search("○ green:boot +off", shown(state))
    state.edge(Edge(now + 1, 0, True))
    state.now = now + 9
    assert re.search("● green:boot +on", shown(state))
    assert re.search("○ red:failsafe +off", shown(state))
    state.switched(False)
    assert "green:boot " in shown(state) and "●" not in shown(state)
    assert "power off" in shown(state)


def test_messages_are_shown(state):
    """The same one again takes no other line, and none can spoil the screen."""
    for number in range(7):
        state.message(number, "192.168.1.1", "please press")
    state.message(8, "192.168.1.1", "\x1b[2Jbad\n")
    text = shown(state)
    assert "6.0 s  192.168.1.1: please press  × 7" in text
    assert "\x1b" not in text and "192.168.1.1: ?[2Jbad?" in text


@pytest.mark.parametrize("name", boards.BOARDS)
@pytest.mark.parametrize("width, height", [(80, 24), (81, 25), (200, 60)])
def test_size(name, width, height):
    """Each row is as wide as the terminal, and there are as many, whatever the board has."""
    console = Console(80, 24)
    state = State(boards.find(name), name in dtb.BOARDS, console)
    columns, rows = panel_view.console_size(state, width, height)
    console.resize(columns, rows)
    assert rows >= 10
    console.feed(b"x" * 5000 + b"\r\n\x1b[31mlast words")
    for button in state.buttons:
        button.held = True
    drawn = panel_view.draw(state, width, height)
    assert [sum(len(part) for part, _ in row) for row in drawn] == [width] * height
    row, column = panel_view.cursor(state, height)
    assert panel_view.text(drawn).split("\n")[row] == "last words" and column == 10


def test_picture(state):
    state.edge(Edge(blink(state, 1, 50, 50, 8), 1, True))
    state.console.feed(b"a < b & c")
    picture = panel_view.svg(panel_view.draw(state))
    words = xml.dom.minidom.parseString(picture).getElementsByTagName("text")
    assert any("a < b & c" in word.firstChild.data for word in words)
    assert any("#ff4d4d" == word.getAttribute("fill") for word in words)


def test_the_guest_may_ask_its_terminal():
    answers = []
    Console(80, 24, answers.append).feed(b"\r\nab\x1b[6n")
    assert answers == [b"\x1b[2;3R"]
