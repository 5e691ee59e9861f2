# SPDX-License-Identifier: GPL-2.0-only
"""What boards/*.c say, and how that differs from what a device tree says."""
import functools
import json
import re
from dataclasses import dataclass
from pathlib import Path

from knitlib import dts
from tree import ROOT, source, succeed

HERE = Path(__file__).resolve().parent
NOT_BOARDS = ("boards.c",)
HEAD = re.compile(r"^ \* .*?: (?:(\d+) ([KM])iB of )?(?:SPI )?NOR(?:, (\d+) KiB blocks)?\.$", re.M)


def read(files, folder):
    """{file name: what it says} of descriptors, as the compiler understands them."""
    files = list(files)
    symbols = {path.name: "board_" + re.sub(r"\W", "_", path.stem) for path in files}
    lines = [f'#include "{path}"\n' for path in files]
    rows = " ".join(f'F("{name}", {symbol});' for name, symbol in symbols.items())
    (folder / "descriptors.h").write_text(f"{''.join(lines)}\n#define ALL(F) {rows}\n")
    options = set(re.findall(r"CONFIG_\w+", (ROOT / "boards/board.h").read_text()))
    succeed("gcc", "-std=gnu11", "-Wall", "-Wextra", "-Werror", "-Wno-missing-field-initializers",
            "-DKNIT_HOST_TEST", *(f"-D{option}" for option in sorted(options)),
            "-include", ROOT / "tests/unit/host.h", f'-DDESCRIPTORS="{folder}/descriptors.h"',
            "-iquote", ROOT / "boards", "-o", folder / "board-json", HERE / "board-json.c")
    boards = map(json.loads, succeed(folder / "board-json").splitlines())
    return {board["file"]: {**board, "leds": {role: name for role, name in board["leds"].items()
                                              if name},
                            "parts": [(part["name"], part["at"], part["size"])
                                      for part in board["parts"]]} for board in boards}


def files():
    """All descriptors."""
    return sorted(path for path in (ROOT / "boards").glob("*.c") if path.name not in NOT_BOARDS)


@dataclass(frozen=True)
class Comment:
    """What a descriptor's comment says in a fixed form."""
    dts: str        # path in the kernel's source; None: the board is emulated
    layout: str     # where the layout is from, if not from the device tree
    size: int       # bytes of the flash; None: it is not known
    block: int      # bytes of an erase block


def comment(path):
    text = path.read_text()
    head = HEAD.search(text)
    assert head, f"{path.name}: begins with no line as ' * TITLE: 8 MiB of SPI NOR, 64 KiB blocks.'"
    size, unit, block = head.groups()
    tree, layout = (re.search(rf"^ \* {word}: (.*)$", text, re.M) for word in
                    ("Device tree", "Layout"))
    return Comment(tree and tree[1], layout and layout[1],
                   int(size) << {"K": 10, "M": 20}[unit] if size else None,
                   int(block) << 10 if block else None)


@functools.lru_cache(maxsize=None)
def root(path):
    return dts.load(dts.compile_dts(source() / path, source()))


@functools.lru_cache(maxsize=None)
def chips():
    return dts.chips(source())


def compare(board, about):
    """What a descriptor says otherwise than its device tree, a line for each."""
    tree = root(about.dts)
    flashes = {flash.master: flash for flash in dts.flashes(tree)}
    return [*compare_names(board, about, tree), *compare_leds(board, tree),
            *compare_keys(board, tree),
            *([f"mtd: {board['mtd']} is none of {', '.join(flashes)}"]
              if board["mtd"] not in flashes else
              compare_flash(board, about, flashes[board["mtd"]]))]


def compare_names(board, about, tree):
    if board["compatible"] not in tree.texts("compatible"):
        yield f"compatible: {board['compatible']} is none of {tree.texts('compatible')}"
    machine = tree.text("model") if about.dts.startswith("arch/mips/") else None
    if board["machine"] != machine:
        yield f"machine: {board['machine']} is not {machine}"
    ports = dts.lan_ports(tree)
    if (board["net"] or "").split() != ports:
        yield f"net: {board['net']} is not {' '.join(ports)}"


def compare_leds(board, tree):
    known, aliases = {led.name for led in dts.leds(tree)}, dts.led_roles(tree)
    for role, name in board["leds"].items():
        if name not in known:
            yield f"LED {role}: {name} is none of {', '.join(sorted(known))}"
        elif aliases.get(role, name) != name:
            yield f"LED {role}: {name} is not the alias' {aliases[role]}"
    if known and not board["leds"]:
        yield f"LED: none is used of {', '.join(sorted(known))}"


def compare_keys(board, tree):
    buttons = {key.code for key in dts.keys(tree) if key.type == dts.EV_KEY}
    others = {key.code for key in dts.keys(tree)} - buttons
    listed = {code for code, _ in board["keys"]}
    for code in sorted(listed - buttons):
        yield f"key {code}: is {'a switch' if code in others else 'not there'}"
    for code in sorted(buttons - listed):
        yield f"key {code}: is not in the list"
    if len(board["keys"]) != len(listed):
        yield "keys: one is listed twice"


def compare_flash(board, about, flash):
    size = flash.size or next((chips()[chip][0] for chip in flash.chips if chip in chips()), None)
    if size and about.size not in (None, size):
        yield f"flash: {about.size:#x} bytes are not {size:#x}"
    if not flash.parts:
        return
    for ours, theirs in zip(board["parts"], flash.parts):
        for field, here, there in zip(("name", "offset", "size"), ours, theirs):
            if here != there:
                yield f"partition {theirs[0]}: {field} {here!r} is not {there!r}"
    if len(board["parts"]) != len(flash.parts):
        yield f"partitions: {len(board['parts'])} are not {len(flash.parts)}"


def bounds(board, about):
    """What is wrong with a layout by itself, wherever it is from."""
    end, parts = 0, sorted(board["parts"], key=lambda part: part[1])
    if parts and not about.block:
        yield "the comment does not say how large a block is"
        return
    if len({name for name, _, _ in parts}) != len(parts):
        yield "two partitions have one name"
    for name, at, size in parts:
        if at % about.block or size % about.block or not size:
            yield f"partition {name}: is not made of whole blocks"
        if at < end:
            yield f"partition {name}: overlaps the one before it"
        end = at + size
    if end > (about.size or end):
        yield f"partition {parts[-1][0]}: ends behind the flash"
