# SPDX-License-Identifier: GPL-2.0-only
"""The partition `state`: failsafe by itself after bad boots, the window's length, power cuts."""
import os
import random
import re

import pytest

import sampling
from device import every_board
from knitlib.machine import INIT_RUNS
from storage import configured

pytestmark = pytest.mark.profile("full")
HEAD = 48
STARTED, GOOD, FORGIVEN = 1, 2, 4
FAILSAFE = "knit: failsafe: window: 3 boots without knit done: failsafe is asked for"
CUTS = 50 if sampling.FULL else 5


def state(device):
    """The bytes of the partition's two blocks."""
    part, erase = device.board.partition("state"), device.board.erase
    data = device.read()[part.offset:part.end]
    return data[:erase], data[erase:2 * erase]


def cells(copy):
    """What the log of a copy tells: a byte for each boot, with the bits that were cleared."""
    log = copy[HEAD + 2:]
    return [0xff ^ byte for byte in log.rstrip(b"\xff")]


def last_boots(machine):
    return re.search(r"knit: status: (.*)", machine.shell("knit status"))[1]


def window(console):
    """Seconds from its opening to the stage that follows, by the kernel's clock."""
    begin, end = (re.search(rf"\[ *(\d+\.\d+)\] knit: {stage}", console)[1]
                  for stage in ("board", "overlay"))
    return float(end) - float(begin)


@every_board("malta-le", "malta", "virt-arm64")
@pytest.mark.sample(1)
def test_failsafe_by_itself(device):
    """Three bad boots lead there, a person out of it; then all is well once it is said so."""
    configured(device, {})
    with device.power_on() as machine:
        assert "knit: state: nothing yet" in machine.boot()
        for bad in (1, 2):
            machine.reset()
            assert f"knit: state: boots without knit done: {bad}" in machine.boot()
        assert last_boots(machine) == "boots without knit done: 3"
        machine.reset()
        machine.expect(FAILSAFE)
        machine.prompt()
        machine.shell("test -e /tmp/failsafe")
        machine.type("reboot")
        console = machine.boot()
        assert "knit: state: the last boot was good" in console
        machine.shell("knit done", timeout=300)
        assert last_boots(machine) == "the last boot was good"
        machine.quit()
    first, second = state(device)
    assert cells(first) == [STARTED] * 3 + [FORGIVEN, STARTED | GOOD]
    assert not second.strip(b"\xff"), "the other block is not needed yet"


def test_boot_goes_on_from_there(device):
    configured(device, {})
    with device.power_on() as machine:
        for _ in range(3):
            machine.boot()
            machine.reset()
        machine.expect(FAILSAFE)
        machine.prompt()
        machine.type("knit boot")
        machine.boot()
        assert last_boots(machine) == "boots without knit done: 1"


def test_length_of_the_window(device):
    """Two seconds where nothing is known, ten after a bad boot, one after a good one."""
    configured(device, {})
    with device.power_on("knit.window") as machine:     # no value: it is not set
        assert 1.9 < window(machine.boot()) < 5
        machine.reset()
        assert 9.9 < window(machine.boot()) < 14
        machine.shell("knit done", timeout=300)
        machine.reset()
        assert 0.9 < window(machine.boot()) < 1.9


def test_failsafe_that_was_asked_for_is_no_boot(device):
    configured(device, {})
    with device.power_on() as machine:
        machine.boot()
        machine.quit()
    before = state(device)
    with device.power_on("failsafe=") as machine:
        machine.expect("knit: failsafe: window: failsafe=")
        machine.prompt()
        machine.quit()
    assert state(device) == before


def fnv1a(data):
    total = 0x811c9dc5
    for byte in data:
        total = (total ^ byte) * 0x01000193 & 0xffffffff
    return total


def copy(board, turn, log=b"", bad=0, slot=b"", trial=b"", tried=b"\xff\xff"):
    """A copy of the state as state.rst has it, one erase block."""
    order = "big" if board.cpu == "mips" else "little"
    words = b"".join(word.to_bytes(4, order) for word in (0x6b6e5331, turn, bad))
    head = words + slot.ljust(16, b"\0") + trial.ljust(16, b"\0")
    return (head + fnv1a(head).to_bytes(4, order) + tried + log).ljust(board.erase, b"\xff")


def full(board, turn):
    """One without room for another boot; the last of them was good."""
    return copy(board, turn, b"\xfc" * (board.erase - HEAD - 2))


def test_each_mark_is_a_bit(device):
    """Nothing but one word of the chip is written, and nothing erased; a bit is never set."""
    configured(device, {})
    part = device.board.partition("state")
    with device.power_on() as machine:
        machine.boot()
        machine.shell("knit done", timeout=300)
        begin = machine.chip.follow()
        machine.reset()
        machine.boot()
        machine.shell("knit done")
        machine.chip.follow()
        rows = [(at - part.offset, data) for at, data in machine.chip.changes[begin:]
                if part.offset <= at < part.end]
        machine.quit()
    assert cells(state(device)[0]) == [STARTED | GOOD] * 2
    assert rows and {at // 8 for at, _ in rows} == {HEAD // 8}, "all else stays as it is"
    assert None not in [data for _, data in rows], "something was erased"


@every_board("virt-arm64")
def test_flash_without_the_partition(device):
    """Built in, but the flash has none: bad boots are not counted, and nothing is said."""
    configured(device, {})
    parts = "64m(loader),256k(u-boot-env),15872k(firmware)"
    with device.power_on(f"mtdparts={device.board.master}:{parts}") as machine:
        for _ in range(4):
            assert "knit: state" not in machine.boot()
            assert "boots" not in machine.shell("knit status")
            machine.reset()
        machine.boot()


@every_board("malta-le", "malta")
@pytest.mark.sample(1)
def test_copies_made_elsewhere(device):
    """As state.rst describes them: the newer one counts, and a full one leads to the next."""
    configured(device, {})
    part = device.board.partition("state")
    device.edit(part.offset, full(device.board, 7) + copy(device.board, 6, bad=2))
    with device.power_on() as machine:
        assert "knit: state: the last boot was good" in machine.boot()
        machine.quit()
    assert state(device) == (full(device.board, 7), copy(device.board, 8, b"\xfe"))


def settles(machine):
    """However the last boots went: it comes up, or is in failsafe, and is good once it is said."""
    failsafe = machine.expect(f"({FAILSAFE})|{INIT_RUNS}").group(1)
    machine.prompt()
    if failsafe:
        machine.type("reboot")
        machine.boot()
    machine.shell("knit done", timeout=300)
    assert last_boots(machine) == "the last boot was good"


def test_power_cut_in_a_change(device):
    """A boot that takes the other block, and `knit done`: cut off in one of their changes."""
    chance = random.Random(os.environ["KNIT_SEED"])
    configured(device, {})
    part = device.board.partition("state")
    device.edit(part.offset, full(device.board, 3) + full(device.board, 2))
    with device.power_on() as machine:
        machine.boot()
        count = machine.chip.follow()
        machine.shell("knit done", timeout=300)
        machine.chip.follow()
        chip = machine.chip
    assert count >= 3 and chip.changes[0] == (part.offset + device.board.erase, None)
    for _ in range(CUTS):
        number = chance.randrange(count + 1)        # the last is the mark of knit done
        device.flash.write_bytes(chip.cut(number, chance))
        with device.power_on() as machine:
            console = machine.boot()
            assert re.search("knit: state: (the last boot was good|boots without knit done: 1)",
                             console), chip.name(number)
            machine.shell("knit done", timeout=300)
            assert last_boots(machine) == "the last boot was good", chip.name(number)


@every_board("malta-le", "virt-arm64")
@pytest.mark.sample(1)
def test_power_cut_at_any_time(device):
    """The reset button at random moments, mostly while it boots."""
    chance = random.Random(os.environ["KNIT_SEED"])
    configured(device, {})
    part = device.board.partition("state")
    device.edit(part.offset, full(device.board, 3))
    with device.power_on() as machine:
        for _ in range(CUTS):
            machine.says("nobody says this", chance.uniform(0, 9))
            machine.says(r"(?s).+", 0.5)     # drop what is of before
            machine.reset()
            machine.expect("Linux version")
        settles(machine)
        machine.quit()
    log = cells(state(device)[1])
    assert log.count(STARTED | GOOD) == 1 and log[-1] == STARTED | GOOD
    assert set(log) <= {STARTED, FORGIVEN, STARTED | GOOD} and len(log) <= CUTS + 4
